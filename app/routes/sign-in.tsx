import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";

import { AuthLayout } from "~/components/auth-layout";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { PlainField } from "~/components/ui/plain-field";
import { AppError } from "~/domain/errors";
import { isSetupNeeded } from "~/domain/users/is-setup-needed.server";
import { paths } from "~/paths";
import { findUser, signIn } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { safeNext } from "~/web/safe-next";

export const meta: MetaFunction = () => [{ title: "Sign in · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  if (await orPageError(findUser(request, context))) throw redirect(next);
  if (await orPageError(isSetupNeeded(context.ctx))) throw redirect(paths.setup());
  return { next };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const email = String((await request.clone().formData()).get("email") ?? "");
  try {
    return await signIn(request, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return data({ email, message: error.message }, { status: error.code === "rate_limited" ? 429 : 401 });
  }
}

export default function SignInPage() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const isSending = useNavigation().state !== "idle";
  const answer = refused && "message" in refused ? refused : null;
  return (
    <AuthLayout title="Sign in" lead="See what is about to happen to your contracts.">
      <Form method="post" className="flex flex-col gap-4">
        {answer === null ? null : (
          <Notice look="bad" live>
            {answer.message}
          </Notice>
        )}
        <input type="hidden" name="next" value={next} />
        <PlainField
          id="email"
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          autoFocus
          required
          defaultValue={answer?.email}
        />
        <PlainField
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" look="primary" disabled={isSending} className="mt-1">
          {isSending ? "Signing in…" : "Sign in"}
        </Button>
      </Form>
    </AuthLayout>
  );
}
