import type { AttemptOutcome } from "~/domain/deliveries/delivery";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { retryAfterMs, secondsToWaitMs } from "./retry-after";

/** What to do about a send. */
export interface Classification {
  outcome: AttemptOutcome;
  /** Set exactly when the outcome is `wait`. */
  retryAfterMs: number | null;
  /** Null exactly when the outcome is `ok`. */
  error: string | null;
}

/** The kinds of far side, which differ in what their statuses mean. */
export type Destination = "discord" | "webhook";

const SUBJECT: Record<Destination, string> = { discord: "Discord", webhook: "The receiver" };

/** The statuses with which each destination says that it is no more. */
const GONE: Record<Destination, ReadonlySet<number>> = {
  // A deleted webhook is 404; 401 and 403 mean that the token no longer opens it. Going on earns an IP ban.
  discord: new Set([401, 403, 404, 410]),
  // Standard Webhooks: only 410 unsubscribes. A 404 may be a deploy gone wrong.
  webhook: new Set([410]),
};
/** Refusals of the message's form, which a plainer one may pass. */
const RERENDER: Record<Destination, ReadonlySet<number>> = { discord: new Set([400, 413]), webhook: new Set() };
/** Timeout, Too Early, Too Many Requests: client errors that say "later". */
const LATER = new Set([408, 425, 429]);
/** Statuses whose `Retry-After` is honoured (Standard Webhooks: throttle on 429, 502, 504; RFC 9110 for 503). */
const THROTTLED = new Set([429, 502, 503, 504]);

/** What to do about how a send ended: one table for every channel. Pure. */
export function classify(result: HttpResult, destination: Destination, now: Date): Classification {
  if (result.kind === "response") return classifyResponse(result, destination, now);
  const error = sentence(result.detail);
  if (result.kind === "blocked") return failed("fatal", `Refused to send: ${result.detail}.`);
  // A bad certificate does not heal within the retries, and somebody should look at it now.
  if (result.kind === "network" && result.code === "certificate") return failed("fatal", error);
  return failed("retry", error);
}

function classifyResponse(
  response: Extract<HttpResult, { kind: "response" }>,
  destination: Destination,
  now: Date,
): Classification {
  const { statusCode, headers, body } = response;
  if (statusCode >= 200 && statusCode < 300) return { outcome: "ok", retryAfterMs: null, error: null };

  const said = `${SUBJECT[destination]} answered ${statusCode}`;
  if (statusCode >= 300 && statusCode < 400) return failed("fatal", `${said}; redirects are not followed.`);
  // A page for people is from something in between (a firewall, a proxy): the vendors' own refusals are JSON.
  const isFromBetween = destination === "discord" && /^text\/html\b/i.test(headers["content-type"] ?? "");
  if (GONE[destination].has(statusCode) && isFromBetween) {
    return failed("retry", `${said} with a page for people: something in between refuses.`);
  }
  if (GONE[destination].has(statusCode)) return failed("gone", `${said}: it is gone or refuses this URL for good.`);
  if (THROTTLED.has(statusCode)) {
    const waitMs = askedWaitMs(headers, body, destination, now);
    if (waitMs !== null) return { outcome: "wait", retryAfterMs: waitMs, error: `${said} and asks for patience.` };
  }
  if (RERENDER[destination].has(statusCode)) return failed("rerender", `${said}: it refuses the message's form.`);
  return failed(LATER.has(statusCode) || statusCode >= 500 ? "retry" : "fatal", `${said}.`);
}

/** Discord's body is more exact (float seconds) than its header; an answer from the edge before it has only the header. */
function askedWaitMs(
  headers: Record<string, string>,
  body: string,
  destination: Destination,
  now: Date,
): number | null {
  const exact = destination === "discord" ? /"retry_after"\s*:\s*(\d+(?:\.\d+)?)/.exec(body)?.[1] : undefined;
  return exact === undefined ? retryAfterMs(headers["retry-after"], now) : secondsToWaitMs(Number(exact));
}

function failed(outcome: AttemptOutcome, error: string): Classification {
  return { outcome, retryAfterMs: null, error };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
