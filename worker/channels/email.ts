import type { EmailConfig } from "~/domain/channels/config-schemas";
import { notSent } from "./not-sent";
import type { SenderDeps, SendInput, SendResult } from "./send";

/** Sends a message to a channel of type email. */
export async function sendToEmail(deps: SenderDeps, input: SendInput & { config: EmailConfig }): Promise<SendResult> {
  void deps;
  return notSent(`${input.message.type}: this version cannot send to email channels yet.`);
}
