import type { TelegramConfig } from "~/domain/channels/config-schemas";
import { notSent } from "./not-sent";
import type { SenderDeps, SendInput, SendResult } from "./send";

/** Sends a message to a channel of type telegram. */
export async function sendToTelegram(
  deps: SenderDeps,
  input: SendInput & { config: TelegramConfig },
): Promise<SendResult> {
  void deps;
  return notSent(`${input.message.type}: this version cannot send to telegram channels yet.`);
}
