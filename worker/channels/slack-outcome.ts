import { visibleText } from "~/domain/transactions/visible-text";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { type Classification, classify } from "./classify";

const MAX_SAID = 200;
/** What Slack's error strings mean, as far as they tell a person what to do ("Handling errors", docs.slack.dev). */
const WORDS: Record<string, string> = {
  action_prohibited: "an administrator of the workspace has restricted posting there",
  channel_is_archived: "the channel is archived",
  channel_not_found: "the channel does not exist any more",
  invalid_token: "the webhook's URL is not valid any more",
  no_active_hooks: "the webhook is switched off",
  no_service: "the webhook was removed or switched off",
  no_team: "the workspace does not exist or is not there for this webhook",
  posting_to_general_channel_denied: "nobody but a few may post to the workspace's general channel",
  team_disabled: "the workspace is switched off",
};

/** What to do about how a post to an incoming webhook ended. Pure. */
export function slackOutcome(result: HttpResult, now: Date): Classification {
  const generic = classify(result, "webhook", now);
  if (result.kind !== "response" || generic.outcome === "ok") return generic;
  const { statusCode, body } = result;
  const error = `Slack answered ${statusCode}${said(body)}.`;
  if (statusCode === 403 || statusCode === 404 || statusCode === 410) {
    return { outcome: "gone", retryAfterMs: null, error };
  }
  if (statusCode === 400 || statusCode === 413) return { outcome: "rerender", retryAfterMs: null, error };
  if (generic.outcome === "wait") return { ...generic, error: `Slack answered ${statusCode} and asks for patience.` };
  const redirect = statusCode >= 300 && statusCode < 400 ? " Redirects are not followed." : "";
  return { ...generic, error: `${error}${redirect}` };
}

/** Slack's errors are one word; anything else came from something between us and Slack. */
function said(body: string): string {
  const text = body.trim();
  if (text === "" || text.startsWith("<")) return "";
  const words = WORDS[text];
  return words === undefined ? `: ${visibleText(text, MAX_SAID)}` : `: ${words} (${text})`;
}
