import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";

import { AccountStep } from "~/components/account/account-step";
import { EnrolForm } from "~/components/account/enrol-form";
import { FactorSettings } from "~/components/account/factor-settings";
import { RecoveryCodes } from "~/components/account/recovery-codes";
import { useShownOnce } from "~/components/account/use-shown-once";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { factorState } from "~/domain/factors/factor-state.server";
import { mustEnroll } from "~/domain/factors/must-enroll.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { changeTwoFactor } from "~/web/pages/change-two-factor.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Two-factor authentication · Sentinel" }];

export const headers = privateHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { ctx } = context;
  const { id, email, role } = await orPageError(requireUser(request, context, "account.write"));
  const [state, isDemanded] = await orPageError(
    Promise.all([factorState(ctx, { userId: id }), mustEnroll(ctx, { role, mfaEnabled: false })]),
  );
  return { email, role, state, isDemanded, host: new URL(ctx.env.PUBLIC_URL).host };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await orPageError(requireUser(request, context, "account.write"));
  return orPageError(changeTwoFactor({ user, formData: await request.formData(), context }));
}

export default function TwoFactorPage() {
  const { email, role, state, isDemanded, host } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const codes = useShownOnce(answer?.kind === "codes" ? answer.recoveryCodes : null);
  const kept = useShownOnce(answer?.kind === "started" ? answer.enrolment : null);
  const enrolment = answer?.kind === "disabled" ? null : kept;
  const wrong = answer?.kind === "wrong-code" ? answer.message : null;
  const isForced = isDemanded && !state.enabled;
  const back = isForced || codes !== null ? null : { to: paths.account(), label: "My account" };

  if (codes !== null) {
    return (
      <AccountStep title="Your recovery codes" lead="Each lets you in once when the authenticator is lost." back={back}>
        <RecoveryCodes codes={codes.list} email={email} host={host} />
        <Link to={paths.account()} className={buttonClass("primary", "md", "mt-6 print:hidden")}>
          I have saved them
        </Link>
      </AccountStep>
    );
  }
  return (
    <AccountStep
      title="Two-factor authentication"
      lead="Besides the password, signing in asks for a code that only your authenticator knows."
      back={back}
    >
      {answer?.kind === "failed" ? (
        <Notice look="bad" live className="mb-4">
          {answer.message}
        </Notice>
      ) : answer?.kind === "disabled" ? (
        <Notice look="good" live className="mb-4">
          It is off. The authenticator's entry for Sentinel can be deleted.
        </Notice>
      ) : null}
      {state.enabled ? (
        <FactorSettings state={state} isDemanded={isDemanded} />
      ) : (
        <>
          {isForced ? <Demand role={role} /> : null}
          {enrolment !== null || wrong !== null ? <EnrolForm enrolment={enrolment} wrong={wrong} /> : <Begin />}
        </>
      )}
      {isForced ? <SignOut email={email} /> : null}
    </AccountStep>
  );
}

function Demand({ role }: { role: string }) {
  return (
    <Notice look="info" className="mb-5">
      Whoever is {/^[aeiou]/.test(role) ? "an" : "a"} {role} here has to have it: an administrator has decided so. Until
      you have set it up nothing else opens.
    </Notice>
  );
}

function Begin() {
  const isSending = useNavigation().state !== "idle";
  return (
    <Form method="post">
      <ol className="mb-5 list-decimal space-y-1 pl-5 text-sm text-muted">
        <li>Scan a code with the authenticator on your phone or in your password manager.</li>
        <li>Type the six digits it shows.</li>
        <li>Save ten recovery codes for the day it is lost.</li>
      </ol>
      <Button type="submit" name="intent" value="start" look="primary" disabled={isSending}>
        {isSending ? "One moment…" : "Set it up"}
      </Button>
    </Form>
  );
}

function SignOut({ email }: { email: string }) {
  return (
    <Form method="post" action={paths.signOut()} className="mt-6 border-t border-line pt-4 text-sm text-muted">
      Signed in as {email}.{" "}
      <button type="submit" className="text-accent underline underline-offset-2">
        Sign out
      </button>
    </Form>
  );
}
