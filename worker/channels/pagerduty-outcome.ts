import { visibleText } from "~/domain/transactions/visible-text";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { type Classification, classify } from "./classify";
import { parseObject } from "./discord-error";

const MAX_SAID = 300;

/** What to do about how an event ended (Events API v2: 202 is success, 400 "invalid event" with `errors`). Pure. */
export function pagerdutyOutcome(result: HttpResult, now: Date): Classification {
  const generic = classify(result, "webhook", now);
  if (result.kind !== "response" || generic.outcome === "ok") return generic;
  const { statusCode, body } = result;
  const problems = problemsOf(body);
  const error = `PagerDuty answered ${statusCode}${problems === "" ? "" : `: ${visibleText(problems, MAX_SAID)}`}`;
  const ended = /[.!?…]$/.test(error) ? error : `${error}.`;
  if (statusCode === 400) {
    const isKey = /routing[_ ]key|integration key/i.test(problems);
    return { outcome: isKey ? "gone" : "rerender", retryAfterMs: null, error: ended };
  }
  if (statusCode === 413) return { outcome: "rerender", retryAfterMs: null, error: ended };
  if (generic.outcome === "wait") {
    return { ...generic, error: `PagerDuty answered ${statusCode} and asks for patience.` };
  }
  // 410 is a webhook's way to unsubscribe; PagerDuty has none.
  const outcome = generic.outcome === "gone" ? "fatal" : generic.outcome;
  const redirect = statusCode >= 300 && statusCode < 400 ? " Redirects are not followed." : "";
  return { ...generic, outcome, error: `${ended}${redirect}` };
}

/** `{status, message, errors: [...]}`: the errors say more than the message. */
function problemsOf(body: string): string {
  const { errors, message } = parseObject(body) ?? {};
  const said = Array.isArray(errors) ? errors.filter((each) => typeof each === "string") : [];
  return said.length > 0 ? said.join("; ") : typeof message === "string" ? message : "";
}
