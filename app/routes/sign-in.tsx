import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { CodeStep } from "~/components/account/code-step";
import { PasswordStep } from "~/components/account/password-step";
import { signInStep } from "~/components/account/sign-in-step";
import { AuthLayout } from "~/components/auth-layout";
import { HostileText } from "~/components/hostile-text";
import { isSetupNeeded } from "~/domain/users/is-setup-needed.server";
import { paths } from "~/paths";
import { findUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { pendingSignIn } from "~/web/pages/pending-sign-in.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { submitCode } from "~/web/pages/submit-code.server";
import { submitPassword } from "~/web/pages/submit-password.server";
import { safeNext } from "~/web/safe-next";

export const meta: MetaFunction = () => [{ title: "Sign in · Sentinel" }];

export const headers = privateHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const next = safeNext(search.get("next"));
  if (await orPageError(findUser(request, context))) throw redirect(next);
  if (await orPageError(isSetupNeeded(context.ctx))) throw redirect(paths.setup());
  const kind = search.get("step");
  if (kind !== "code" && kind !== "recovery") return { next, waiting: null, isExpired: kind === "expired" };
  const pending = await pendingSignIn(context).find(request);
  if (pending === null) throw redirect(signInStep("expired", next));
  return { next, waiting: { email: pending.email, isRecovery: kind === "recovery" }, isExpired: false };
}

/** The password, or the code that follows it. */
export async function action({ request, context }: ActionFunctionArgs) {
  const isCode = (await request.clone().formData()).has("code");
  const answer = await (isCode ? submitCode(request, context) : submitPassword(request, context));
  // A redirect has no data of its own: one shape for the page to read.
  return answer instanceof Response ? answer : data({ refused: answer.data }, answer.init ?? undefined);
}

export default function SignInPage() {
  const { next, waiting, isExpired } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer && "refused" in answer ? answer.refused : null;
  if (waiting === null) {
    return (
      <AuthLayout title="Sign in" lead="See what is about to happen to your contracts.">
        <PasswordStep next={next} isExpired={isExpired} refused={refused} />
      </AuthLayout>
    );
  }
  const who = <HostileText text={waiting.email} max={80} />;
  return (
    <AuthLayout title="Is it you?" lead={<>Signing in as {who}.</>}>
      <CodeStep kind={waiting.isRecovery ? "recovery" : "code"} next={next} message={refused?.message ?? null} />
    </AuthLayout>
  );
}
