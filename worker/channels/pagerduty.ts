import type { PagerDutyConfig } from "~/domain/channels/config-schemas";
import { type PagerDutyEvent, pagerdutyMessage, plainPagerdutyMessage } from "~/domain/messages/pagerduty-message";
import { pagerdutyOutcome } from "./pagerduty-outcome";
import type { SenderDeps, SendInput, SendResult } from "./send";

const HOSTS = { us: "https://events.pagerduty.com", eu: "https://events.eu.pagerduty.com" };
const KEPT_LENGTH = 4096;

/**
 * Sends a message as an event of PagerDuty's Events API v2. When PagerDuty refuses its form, the same event goes once
 * more with nothing but what is required, within this attempt.
 */
export async function sendToPagerDuty(
  { http, pagerdutyApiBase }: SenderDeps,
  { config, message, attemptAt }: SendInput & { config: PagerDutyConfig },
): Promise<SendResult> {
  const { integrationKey, region = "us" } = config;
  const base = pagerdutyApiBase ?? HOSTS[region];
  const target = { url: `${base.replace(/\/+$/, "")}/v2/enqueue`, vendor: pagerdutyApiBase != null };
  const headers = { "content-type": "application/json", "user-agent": "Sentinel (events, 1.0)" };
  const send = async (event: PagerDutyEvent): Promise<SendResult> => {
    const body = JSON.stringify(event);
    const result = await http.post({ ...target, body, headers });
    const answered = result.kind === "response";
    const classified = pagerdutyOutcome(result, attemptAt);
    return {
      ...classified,
      statusCode: answered ? result.statusCode : null,
      responseHeaders: answered ? result.headers : {},
      responseBody: answered ? result.body : null,
      remoteId: classified.outcome === "ok" ? event.dedup_key : null,
      request: { method: "POST", host: new URL(target.url).host, headers, body: body.slice(0, KEPT_LENGTH) },
    };
  };

  const full = pagerdutyMessage(message, integrationKey);
  const first = await send(full);
  if (first.outcome !== "rerender") return first;
  if (full.payload === undefined) return { ...first, outcome: "fatal" };
  const plain = await send(plainPagerdutyMessage(message, integrationKey));
  if (plain.outcome === "ok") return { ...plain, error: `Sent without details. ${first.error ?? ""}`.trim() };
  return plain.outcome === "rerender" ? { ...plain, outcome: "fatal" } : plain;
}
