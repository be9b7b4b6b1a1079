import type { Severity } from "~/domain/shared-schemas";
import { emailHtml } from "./email-html";
import { type MessageContent, messageContent } from "./message-content";
import type { OutgoingMessage } from "./outgoing-message";

/** What a mail says; who sends it adds addresses and ids. */
export interface EmailMessage {
  /** One line, not encoded. */
  subject: string;
  text: string;
  html: string;
  /** Header fields besides the ordinary ones. */
  headers: Record<string, string>;
}

const IMPORTANCE: Partial<Record<Severity, Record<string, string>>> = {
  critical: { "X-Priority": "1 (Highest)", Importance: "high" },
  low: { "X-Priority": "5 (Lowest)", Importance: "low" },
  info: { "X-Priority": "5 (Lowest)", Importance: "low" },
};
/** Nobody is to answer a machine (RFC 3834, 5; the second is Exchange's own). */
const FROM_A_MACHINE = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

/**
 * Renders a message as text and as HTML that says the same. Follow-ups about an alert keep its subject with `Re:`, which
 * is what mail programs thread by besides `References`; what changed is their first line.
 */
export function emailMessage(message: OutgoingMessage): EmailMessage {
  const content = messageContent(message);
  const importance = content.severity === null ? undefined : IMPORTANCE[content.severity];
  return {
    subject: subjectOf(message, content),
    text: textOf(content),
    html: emailHtml(content),
    headers: { ...FROM_A_MACHINE, ...importance },
  };
}

/** `[CRITICAL] Ownership of Vault is being renounced (Vault, mainnet)`: visible characters only, so no line can end. */
function subjectOf(message: OutgoingMessage, content: MessageContent): string {
  if (message.type !== "alert.updated" && message.type !== "alert.acknowledged") return line(content);
  return `Re: ${line(messageContent({ ...message, type: "alert.created", change: null, acknowledged: null }))}`;
}

function line({ tag, headline, place }: MessageContent): string {
  return `[${tag}] ${headline}${place === "" ? "" : ` (${place})`}`;
}

function textOf(content: MessageContent): string {
  const { state, notes, body, details, list, links, isSample } = content;
  const blocks = [
    [line(content), state === "" ? "" : `${state}.`, ...notes],
    body,
    list.map(({ text, url }) => (url === null ? `- ${text}` : `- ${text}\n  ${url}`)),
    details.map(({ name, value }) => `${name}: ${value}`),
    links.map(({ label, url }) => `${label}: ${url}`),
    [isSample ? "This is a test message from Sentinel; nothing happened." : ""],
  ];
  const filled = blocks.map((lines) => lines.filter((each) => each !== "").join("\n")).filter((block) => block !== "");
  return `${filled.join("\n\n")}\n\n-- \nSent by Sentinel\n`;
}
