import type { PagerDutyConfig } from "~/domain/channels/config-schemas";
import { notSent } from "./not-sent";
import type { SenderDeps, SendInput, SendResult } from "./send";

/** Sends a message to a channel of type pagerduty. */
export async function sendToPagerDuty(
  deps: SenderDeps,
  input: SendInput & { config: PagerDutyConfig },
): Promise<SendResult> {
  void deps;
  return notSent(`${input.message.type}: this version cannot send to pagerduty channels yet.`);
}
