import type { GroupKind, OutgoingMessage } from "./outgoing-message";

const GROUPS: Record<GroupKind, (message: OutgoingMessage) => string> = {
  rule: ({ ruleName }) => (ruleName === null ? "" : `of “${ruleName}”`),
  digest: () => "in this digest",
  quiet_hours: () => "during quiet hours",
  catch_up: () => "while this channel was down",
  failure: ({ about }) => `that ${about?.failure?.channelName ?? "another channel"} could not be told of`,
  escalation: () => "that nobody has acknowledged",
};

/**
 * A message's first sentence, unescaped and uncut: what a lock screen shows. Who renders puts "Test: " in front of a
 * sample.
 *
 * @param title of the alert that it is about.
 */
export function describeHeadline(message: OutgoingMessage, title: string): string {
  const { type, about, group } = message;
  if (type === "channel.failing") {
    const failure = about?.failure;
    return failure
      ? `Channel ${failure.channelName} (${failure.channelType}) keeps failing`
      : "A channel keeps failing";
  }
  if (type === "silence.expiring") return `A silence is about to end: ${about?.silence?.summary ?? ""}`.trim();
  const text = title.trim() || "Alert without a title";
  if (group) return `${group.count.toLocaleString("en")} alerts ${GROUPS[group.kind](message)}`.trim();
  return `${PREFIXES[type] ?? (message.change === "acknowledged" ? "Acknowledged: " : "")}${text}`;
}

const PREFIXES: Partial<Record<OutgoingMessage["type"], string>> = {
  "alert.acknowledged": "Acknowledged: ",
  "alert.escalated": "Not acknowledged: ",
};

/**
 * Why it is told now, a sentence each, unescaped and uncut: who acknowledged, which step of a policy, which channel
 * failed, which silence ends. Empty for an alert's first message.
 */
export function describeOccasion(message: OutgoingMessage): string[] {
  const { acknowledged, about } = message;
  const said: string[] = [];
  if (acknowledged) said.push(describeAcknowledgement(acknowledged));
  if (about?.escalation) {
    const { policyName, step, steps, round } = about.escalation;
    said.push(`Step ${step} of ${steps} of ${policyName}${round > 1 ? `, round ${round}` : ""}.`);
  }
  if (about?.failure) {
    const { channelName, channelType, reason } = about.failure;
    said.push(`${channelName} (${channelType}) could not be told: ${sentence(reason)}`);
  }
  if (about?.silence)
    said.push(`It ends ${minuteOf(about.silence.endsAt)}. Its reason: ${sentence(about.silence.reason)}`);
  return said;
}

function describeAcknowledgement({ by, via, note }: NonNullable<OutgoingMessage["acknowledged"]>): string {
  const who = `Acknowledged by ${by ?? "somebody"}${via === null ? "" : ` through ${via}`}`;
  return note === null || note.trim() === "" ? `${who}.` : `${who}: ${sentence(note)}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** `2026-01-15 08:31 UTC` */
function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
