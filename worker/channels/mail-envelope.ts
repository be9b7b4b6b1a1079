import type { OutgoingMessage } from "~/domain/messages/outgoing-message";

/** The ids by which mail programs tell mails apart and put them together (RFC 5322, 3.6.4; RFC 2919). */
export interface MailEnvelope {
  messageId: string;
  references?: string;
  inReplyTo?: string;
  headers: Record<string, string>;
}

/**
 * A mail's ids. `Message-ID` is the delivery's, the same on every try. Everything that is said of one alert refers to
 * one id made from the alert's, which no mail has: so the mails make a thread without anything remembered about the
 * first, and each channel's first mail has an id of its own.
 */
export function mailEnvelope(message: OutgoingMessage, deliveryId: string): MailEnvelope {
  const host = hostOf(message.links.alertUrl ?? message.group?.feedUrl ?? null);
  const headers = { "List-Id": `Sentinel alerts <alerts.${host}>` };
  const messageId = `<${deliveryId}@${host}>`;
  const { alert, type, sample } = message;
  if (alert === null || type === "channel.test" || sample === true) return { messageId, headers };
  const thread = `<alert.${alert.id}@${host}>`;
  const isFirst = type === "alert.created";
  return { messageId, references: thread, ...(isFirst ? {} : { inReplyTo: thread }), headers };
}

/** The right side of an id is a name without a port; that of an address literal is not worth the trouble. */
function hostOf(url: string | null): string {
  const name = url !== null && URL.canParse(url) ? new URL(url).hostname : "";
  return /^[a-z0-9][a-z0-9.-]*$/i.test(name) ? name : "sentinel";
}
