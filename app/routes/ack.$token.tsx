import {
  type ActionFunctionArgs,
  type AppLoadContext,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { AcknowledgeLinkPage, type LinkAnswer } from "~/components/alerts/acknowledge-link-page";
import { can } from "~/domain/access/can";
import { acknowledgeByLink } from "~/domain/alerts/acknowledge-by-link.server";
import { acknowledgeLinkTarget } from "~/domain/alerts/acknowledge-link-target.server";
import { AppError } from "~/domain/errors";
import { clientNetwork } from "~/domain/users/client-network";
import { paths } from "~/paths";
import { consume } from "~/web/api/rate-limit.server";
import { actorOf, findUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { assertSameOrigin } from "~/web/same-origin.server";

/** Of one address. A token can't be guessed (96 bits); this keeps the tries from costing anything. */
const LIMIT = { name: "acknowledge-link", requests: 60, windowSeconds: 60 };

/**
 * The token is the right itself: it must not lie in caches, in search engines, or in the next site's log. `strict-origin`
 * keeps it out of every Referer; `no-referrer` would also send the form with `Origin: null`, which Remix refuses.
 */
const PRIVATE = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "strict-origin",
  "X-Robots-Tag": "noindex, nofollow",
};

const STATUS: Partial<Record<Extract<LinkAnswer, { kind: "refused" }>["reason"], number>> = {
  forged: 404,
  expired: 410,
  alert_gone: 410,
  channel_gone: 403,
  throttled: 429,
};

export const meta: MetaFunction = () => [
  { title: "Acknowledge · Sentinel" },
  { name: "referrer", content: "strict-origin" },
];

export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders, errorHeaders }) => {
  const all = new Headers(PRIVATE);
  for (const given of [loaderHeaders, actionHeaders, errorHeaders ?? []]) {
    for (const [name, value] of given) all.set(name, value);
  }
  return all;
};

/** Shows what the link is for, and does nothing else: previews, prefetches and HEAD come here too. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const throttled = await throttle(context);
  if (throttled !== null) return throttled;
  const [answer, user] = await orPageError(
    Promise.all([acknowledgeLinkTarget(context.ctx, { token: params.token ?? "" }), findUser(request, context)]),
  );
  const mayAct = user !== null && can(actorOf(user, context), "alert.acknowledge");
  return page(answer, mayAct ? user.name : null);
}

/** The button. No session is needed, for the token in the path is the right, which another site's page can't know. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const throttled = await throttle(context);
  if (throttled !== null) return throttled;
  const { ip, requestId } = context;
  const token = params.token ?? "";
  const user = await orPageError(findOwnUser(request, context));
  const isKnown = user !== null && can(actorOf(user, context), "alert.acknowledge");
  const actor = isKnown ? actorOf(user, context) : { userId: null, ip, requestId };
  const answer = await orPageError(acknowledgeByLink(context.ctx, { actor, token }));
  if (answer.kind === "refused") return page(answer, null);
  // So that reloading the page doesn't ask to send the form again.
  return redirect(paths.acknowledgeLink(token), { status: 303, headers: PRIVATE });
}

/** Who is signed in, when the request comes from our own page: nobody is made to acknowledge by another site. */
async function findOwnUser(request: Request, context: AppLoadContext) {
  try {
    assertSameOrigin(request, context);
  } catch (refusal) {
    if (refusal instanceof Response) return null;
    throw refusal;
  }
  return findUser(request, context);
}

async function throttle({ ctx, ip }: AppLoadContext) {
  try {
    await consume(ctx, LIMIT, clientNetwork(ip), new Headers());
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "rate_limited") throw error;
    const answer = { kind: "refused" as const, reason: "throttled" as const };
    return page(answer, null, { "Retry-After": String(error.retryAfterSeconds ?? LIMIT.windowSeconds) });
  }
}

function page(answer: LinkAnswer, userName: string | null, extra: Record<string, string> = {}) {
  const status = answer.kind === "refused" ? (STATUS[answer.reason] ?? 400) : 200;
  return data({ answer, userName }, { status, headers: { ...PRIVATE, ...extra } });
}

export default function AcknowledgeLinkRoute() {
  return <AcknowledgeLinkPage {...useLoaderData<typeof loader>()} />;
}
