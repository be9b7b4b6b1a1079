import {
  type ActionFunctionArgs,
  type AppLoadContext,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { InvitationForm } from "~/components/account/invitation-form";
import { AuthLayout } from "~/components/auth-layout";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { AppError } from "~/domain/errors";
import { acceptInvitation } from "~/domain/invitations/accept-invitation.server";
import { findInvitation } from "~/domain/invitations/find-invitation.server";
import { InvitationAcceptance } from "~/domain/invitations/invitation";
import { clientNetwork } from "~/domain/users/client-network";
import { paths } from "~/paths";
import { consume } from "~/web/api/rate-limit.server";
import { findUser, startSession } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { submitForm } from "~/web/pages/submit-form.server";
import { withoutFields } from "~/web/pages/without-fields";
import { assertSameOrigin } from "~/web/same-origin.server";

/** Of one address. A token can't be guessed (256 bits); this keeps the tries from costing anything. */
const LIMIT = { name: "invitation", requests: 60, windowSeconds: 60 };

/**
 * The token is the right itself: it must not lie in caches, in search engines, or in the next site's log. `strict-origin`
 * keeps it out of every Referer; `no-referrer` would also send the form with `Origin: null`, which Remix refuses.
 */
const PRIVATE = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "strict-origin",
  "X-Robots-Tag": "noindex, nofollow",
};

export const meta: MetaFunction = () => [
  { title: "Your invitation · Sentinel" },
  { name: "referrer", content: "strict-origin" },
];

export const headers = () => PRIVATE;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await throttle(context);
  const token = params.token ?? "";
  const [offer, user] = await orPageError(
    Promise.all([findInvitation(context.ctx, { token }), findUser(request, context)]),
  );
  return data({ offer, signedInAs: user?.email ?? null }, { status: offer === null ? 410 : 200, headers: PRIVATE });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  await throttle(context);
  const { ctx, ip, requestId } = context;
  const token = params.token ?? "";
  const outcome = await orPageError(
    (async () =>
      submitForm({
        formData: await request.formData(),
        schema: InvitationAcceptance.pick({ name: true, password: true }),
        operate: (input) => acceptInvitation(ctx, { actor: { ip, requestId }, token, ...input }),
      }))(),
  );
  if (!outcome.done) {
    return data({ lastResult: withoutFields(outcome.lastResult, ["password"]) }, { status: 400, headers: PRIVATE });
  }
  const headers = { ...PRIVATE, ...(await startSession(outcome.value, request, context)) };
  return redirect(paths.home(), { headers });
}

async function throttle({ ctx, ip }: AppLoadContext): Promise<void> {
  try {
    await consume(ctx, LIMIT, clientNetwork(ip), new Headers());
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "rate_limited") throw error;
    const headers = { ...PRIVATE, "Retry-After": String(error.retryAfterSeconds ?? LIMIT.windowSeconds) };
    throw new Response("Too many tries: wait a minute, then open the link again.", { status: 429, headers });
  }
}

export default function InvitationPage() {
  const { offer, signedInAs } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (offer === null) {
    return (
      <AuthLayout
        title="This invitation doesn’t work"
        lead="It was used already, was taken back, has expired, or the link is incomplete. Ask whoever invited you for another."
      >
        <a href={paths.signIn()} className={buttonClass("plain", "md", "w-full")}>
          Sign in
        </a>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title="You are invited"
      lead={
        <>
          To this Sentinel, as {/^[aeiou]/.test(offer.role) ? "an" : "a"} <strong>{offer.role}</strong>.{" "}
          {ROLE_WORDS[offer.role]}
        </>
      }
    >
      {signedInAs === null ? null : (
        <Notice look="warn" className="mb-4">
          You are signed in as {signedInAs}. Accepting signs that account out in this browser.
        </Notice>
      )}
      <InvitationForm offer={offer} lastResult={answer && "lastResult" in answer ? answer.lastResult : undefined} />
    </AuthLayout>
  );
}

const ROLE_WORDS = {
  viewer: "You will see everything that is watched.",
  analyst: "You will see everything, act on alerts, and change rules.",
  admin: "You will run it: everything is yours to change.",
};
