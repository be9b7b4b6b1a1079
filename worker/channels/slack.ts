import type { SlackConfig } from "~/domain/channels/config-schemas";
import { notSent } from "./not-sent";
import type { SenderDeps, SendInput, SendResult } from "./send";

/** Sends a message to a channel of type slack. */
export async function sendToSlack(deps: SenderDeps, input: SendInput & { config: SlackConfig }): Promise<SendResult> {
  void deps;
  return notSent(`${input.message.type}: this version cannot send to slack channels yet.`);
}
