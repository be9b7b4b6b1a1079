import type { EmailConfig } from "~/domain/channels/config-schemas";
import { emailMessage } from "~/domain/messages/email-message";
import { visibleText } from "~/domain/transactions/visible-text";
import { mailEnvelope } from "./mail-envelope";
import { mailFailure } from "./mail-failure";
import { mailTransport } from "./mail-transport";
import { notSent } from "./not-sent";
import type { SenderDeps, SendInput, SendResult, SentRequest } from "./send";

/** All of it: connecting, TLS, signing in, the mail. Afterwards its connection is closed and the mail counts as not sent. */
const DEADLINE_MS = 30_000;
const KEPT_LENGTH = 4096;
const MAX_SAID = 200;

/**
 * Sends a message as one mail to all of a channel's recipients, through the operator's own server. A retry has the same
 * `Message-ID`, so that programs show a mail once that was taken twice.
 */
export async function sendToEmail(
  { mail }: SenderDeps,
  { config, deliveryId, message }: SendInput & { config: EmailConfig },
): Promise<SendResult> {
  if (mail == null) {
    return notSent("Mail cannot be sent: set SMTP_URL and SMTP_FROM, then start Sentinel again.");
  }
  const rendered = emailMessage(message);
  const envelope = mailEnvelope(message, deliveryId);
  const request = sentRequest(mail, config, { ...envelope, subject: rendered.subject, text: rendered.text });
  try {
    const options = {
      ...rendered,
      ...envelope,
      headers: { ...rendered.headers, ...envelope.headers },
      from: mail.from,
      to: config.to.map((address) => ({ name: "", address })),
      signal: AbortSignal.timeout(DEADLINE_MS),
    };
    const { response, messageId, accepted, rejected } = await mailTransport(mail.url).sendMail(options);
    return {
      outcome: "ok",
      statusCode: Number(/^\d{3}/.exec(response)?.[0] ?? 250),
      responseHeaders: {},
      responseBody: response.slice(0, KEPT_LENGTH),
      error: rejected.length === 0 ? null : partlyRefused(accepted.length, rejected),
      retryAfterMs: null,
      remoteId: messageId,
      request,
    };
  } catch (error) {
    return { ...mailFailure(error), responseHeaders: {}, remoteId: null, request };
  }
}

function partlyRefused(accepted: number, rejected: readonly string[]): string {
  const names = visibleText(rejected.join(", "), MAX_SAID);
  return `The mail server took it for ${accepted} of ${accepted + rejected.length} recipients and refused ${names}.`;
}

function sentRequest(
  { url, from }: { url: string; from: string },
  { to }: EmailConfig,
  { messageId, subject, text }: { messageId: string; subject: string; text: string },
): SentRequest {
  return {
    method: "SMTP",
    host: URL.canParse(url) ? new URL(url).host : "",
    headers: { from, to: to.join(", "), subject, "message-id": messageId },
    body: text.slice(0, KEPT_LENGTH),
  };
}
