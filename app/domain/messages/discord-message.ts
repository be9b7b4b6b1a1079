import { formatEther } from "ethers";

import type { Alert } from "~/domain/alerts/alert";
import type { Severity } from "~/domain/shared-schemas";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { visibleText } from "~/domain/transactions/visible-text";
import { describeDoubts, describePath, describeState } from "./describe-state";
import { discordLink, discordText, embedUrl } from "./discord-text";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";

/** Execute Webhook's body, as far as we use it (Discord's developer documentation, "Webhook Resource"). */
export interface DiscordMessage {
  content?: string;
  embeds?: DiscordEmbed[];
  allowed_mentions: { parse: [] };
  flags?: number;
}

/** One embed, as far as we use it. */
interface DiscordEmbed {
  title: string;
  description: string;
  color: number;
  timestamp: string;
  author: { name: string };
  footer: { text: string };
  fields: { name: string; value: string; inline?: boolean }[];
  url?: string;
}

/** The severity scale of the interface, as colours that hold on both of Discord's themes. */
const COLORS: Record<Severity, number> = {
  critical: 0xe5484d,
  high: 0xf76b15,
  medium: 0xffc53d,
  low: 0x3e8ef7,
  info: 0x8b8d98,
};
/** Flag SUPPRESS_NOTIFICATIONS: the message is there, no phone rings. */
const SILENT = 1 << 12;
/** Nobody can be pinged, whatever a token's name or a decoded string says. */
const NO_MENTIONS: { parse: [] } = { parse: [] };
/** The parts' limits add up to less than Discord's 6,000 for all embeds together. */
const MAX = {
  title: 256,
  author: 200,
  state: 200,
  doubts: 500,
  description: 1000,
  name: 200,
  path: 300,
  arguments: 1000,
  argument: 180,
  plain: 600,
};
const MAX_ARGUMENTS = 12;

/** Renders a message as one embed: the sentence first, the details after it. Always within Discord's limits. */
export function discordMessage(message: OutgoingMessage): DiscordMessage {
  const alert = alertOf(message);
  const url = embedUrl(message.links.alertUrl);
  const embed: DiscordEmbed = {
    title: discordText(headline(message, alert), MAX.title),
    description: description(message, alert),
    color: COLORS[alert.severity],
    timestamp: new Date(message.timestamp).toISOString(),
    author: { name: visibleText(origin(message, alert), MAX.author) },
    footer: { text: isSample(message) ? "Sentinel · test message, nothing happened" : "Sentinel" },
    fields: fields(message, alert),
    ...(url === undefined ? {} : { url }),
  };
  return { embeds: [embed], allowed_mentions: NO_MENTIONS, ...(alert.severity === "info" ? { flags: SILENT } : {}) };
}

/** The same in a few plain lines, for when Discord refuses the embed: an ugly alert beats none. */
export function plainDiscordMessage(message: OutgoingMessage): DiscordMessage {
  const alert = alertOf(message);
  const lines = [
    `**${alert.severity.toUpperCase()}** ${discordText(headline(message, alert), MAX.plain)}`,
    discordText(`${message.networkLabel || alert.network}. ${state(message, alert)}.`, MAX.plain),
    `Transaction \`${alert.txHash}\``,
    isSample(message) ? "This is a test message; nothing happened." : "",
    links(message),
  ];
  return { content: lines.filter((line) => line !== "").join("\n"), allowed_mentions: NO_MENTIONS };
}

function alertOf(message: OutgoingMessage): Alert {
  return message.alert ?? sampleAlert(new Date(message.timestamp));
}

function isSample(message: OutgoingMessage): boolean {
  return message.sample === true || message.alert === null || message.type === "channel.test";
}

function origin(message: OutgoingMessage, alert: Alert): string {
  return `${alert.severity.toUpperCase()} · ${message.networkLabel || alert.network}`;
}

function headline(message: OutgoingMessage, alert: Alert): string {
  const prefix = isSample(message) ? "Test: " : message.type === "alert.acknowledged" ? "Acknowledged: " : "";
  return `${prefix}${alert.title.trim() || "Alert without a title"}`;
}

function state(message: OutgoingMessage, alert: Alert): string {
  return message.type === "alert.acknowledged" ? "Acknowledged" : describeState(alert, message.change);
}

function description(message: OutgoingMessage, alert: Alert): string {
  const doubts = discordText(describeDoubts(alert).join(" "), MAX.doubts);
  const text = discordText(alert.description, MAX.description);
  return [`**${discordText(state(message, alert), MAX.state)}**`, doubts, text]
    .filter((line) => line !== "")
    .join("\n");
}

function fields(message: OutgoingMessage, alert: Alert): DiscordEmbed["fields"] {
  const contract = message.contractName === null ? "" : `${discordText(message.contractName, MAX.name)}\n`;
  const all: DiscordEmbed["fields"] = [
    { name: "Contract", value: alert.to === null ? `${contract}(creates a contract)` : `${contract}\`${alert.to}\`` },
    { name: "From", value: `\`${alert.from}\`` },
    { name: "Call", value: discordText(alert.call.signature ?? alert.call.name ?? alert.call.selector, MAX.name) },
    { name: "Path", value: discordText(describePath(alert), MAX.path) },
    { name: "Event", value: discordText(alert.event?.signature ?? alert.event?.name ?? "", MAX.name) },
    { name: "Arguments", value: argumentLines((alert.event ?? alert.call).args) },
    {
      name: "Value",
      value: alert.value === "0" ? "" : `${formatEther(alert.value)} of the network's coin`,
      inline: true,
    },
    { name: "Happened", value: repeatWords(alert), inline: true },
    { name: "Rule", value: discordText(message.ruleName ?? "", MAX.name), inline: true },
    { name: "Transaction", value: `\`${alert.txHash}\`` },
    { name: "Links", value: links(message) },
  ];
  // Discord refuses the whole message for one field whose value is blank after trimming.
  return all.filter(({ value }) => value.trim() !== "");
}

function repeatWords({ occurrences, senders }: Alert): string {
  if (occurrences <= 1) return "";
  return `${occurrences} times${senders > 1 ? `, by ${senders} senders` : ""}`;
}

function links(message: OutgoingMessage): string {
  const { alertUrl, explorerUrl } = message.links;
  return [
    discordLink("Open alert", alertUrl),
    discordLink("Block explorer", explorerUrl),
    discordLink("Runbook", message.runbookUrl),
  ]
    .filter((link) => link !== null)
    .join(" · ");
}

function argumentLines(args: readonly DecodedArgument[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const argument of args.slice(0, MAX_ARGUMENTS)) {
    const value = typeof argument.value === "string" ? argument.value : JSON.stringify(argument.value);
    const line = discordText(
      `${argument.name ?? argument.type} = ${value}${argument.truncated ? "…" : ""}`,
      MAX.argument,
    );
    if (length + line.length + 1 > MAX.arguments - 60) break;
    lines.push(line);
    length += line.length + 1;
  }
  const left = args.length - lines.length;
  if (left > 0) lines.push(`… and ${left} more on the alert page`);
  return lines.join("\n");
}
