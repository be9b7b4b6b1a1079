import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";

import { CodeField } from "~/components/account/code-field";
import { AuthLayout } from "~/components/auth-layout";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { PlainField } from "~/components/ui/plain-field";
import { AppError } from "~/domain/errors";
import { confirmIdentity } from "~/domain/users/confirm-identity.server";
import { paths } from "~/paths";
import { actorOf, reissueSession, requireUser } from "~/web/auth.server";
import { confirmReason } from "~/web/pages/confirm-reason";
import { orPageError } from "~/web/pages/or-page-error.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { safeNext } from "~/web/safe-next";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Confirm that it is you · Sentinel" }];

export const headers = privateHeaders;

const nextOf = (request: Request) => safeNext(new URL(request.url).searchParams.get("next") ?? paths.account());

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { email, mfaEnabled } = await orPageError(requireUser(request, context, "account.write"));
  const next = nextOf(request);
  return { email, mfaEnabled, next, reason: confirmReason(next) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await orPageError(requireUser(request, context, "account.write"));
  const form = await request.formData();
  const password = String(form.get("password") ?? "");
  const totp = form.has("code") ? String(form.get("code")).trim() : undefined;
  try {
    await confirmIdentity(context.ctx, { actor: actorOf(user, context), password, totp });
    return redirect(nextOf(request), { headers: { ...(await reissueSession(user, context)) } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const at = (pointer: string) => error.errors.filter((each) => each.pointer === pointer).map(({ detail }) => detail);
    const answer = {
      password: at("/password"),
      code: at("/totp"),
      message: error.errors.length === 0 ? error.message : null,
    };
    return data(answer, { status: error.code === "rate_limited" ? 429 : 400 });
  }
}

export default function ConfirmPage() {
  const { email, mfaEnabled, next, reason } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer && "message" in answer ? answer : null;
  const isSending = useNavigation().state === "submitting";
  return (
    <AuthLayout title="Is it still you?" lead={`Confirm it ${reason}. For ten minutes you won’t be asked again.`}>
      <Form method="post" className="flex flex-col gap-4">
        {refused === null ? null : (
          <Notice look="bad" live>
            {refused.message ?? "That is not right. Try again."}
          </Notice>
        )}
        <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <PlainField
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          errors={refused?.password}
          autoFocus
          required
        />
        {mfaEnabled ? <CodeField kind="either" errors={refused?.code} hint="Or a recovery code." /> : null}
        <Button type="submit" look="primary" disabled={isSending}>
          {isSending ? "Checking…" : "Confirm"}
        </Button>
        <Link to={next} className={buttonClass("quiet")}>
          Go back
        </Link>
      </Form>
    </AuthLayout>
  );
}
