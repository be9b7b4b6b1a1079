import type { Severity } from "~/domain/shared-schemas";
import { alertFields, type DiscordField, discordLinks, groupFields } from "./discord-fields";
import { discordText, embedUrl } from "./discord-text";
import {
  discordDescription,
  discordHeadline,
  discordOrigin,
  discordState,
  isSample,
  shownAlert,
} from "./discord-words";
import type { OutgoingMessage } from "./outgoing-message";

/** Execute Webhook's body, as far as we use it (Discord's developer documentation, "Webhook Resource"). */
export interface DiscordMessage {
  content?: string;
  embeds?: DiscordEmbed[];
  allowed_mentions: { parse: [] };
  flags?: number;
}

/** One embed, as far as we use it. */
export interface DiscordEmbed {
  title: string;
  description?: string;
  color: number;
  timestamp: string;
  author: { name: string };
  footer: { text: string };
  fields: DiscordField[];
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
/** Twice `plain`, and the links, stay below the 2,000 of `content`. */
const MAX = { title: 256, plain: 350 };

/** Renders a message as one embed: the sentence first, the details after it. Always within Discord's limits. */
export function discordMessage(message: OutgoingMessage): DiscordMessage {
  const alert = shownAlert(message);
  const { group = null } = message;
  const url = embedUrl(group?.feedUrl ?? message.links.alertUrl);
  const description = discordDescription(message);
  const embed: DiscordEmbed = {
    title: discordHeadline(message, MAX.title),
    ...(description === "" ? {} : { description }),
    color: COLORS[severityOf(message)],
    timestamp: new Date(message.timestamp).toISOString(),
    author: { name: discordOrigin(message) },
    footer: { text: isSample(message) ? "Sentinel · test message, nothing happened" : "Sentinel" },
    fields: group ? groupFields(message, group) : alert === null ? linksAlone(message) : alertFields(message, alert),
    ...(url === undefined ? {} : { url }),
  };
  return { embeds: [embed], allowed_mentions: NO_MENTIONS, ...(isQuiet(message) ? { flags: SILENT } : {}) };
}

/** The same in a few plain lines, for when Discord refuses the embed: an ugly alert beats none. */
export function plainDiscordMessage(message: OutgoingMessage): DiscordMessage {
  const alert = shownAlert(message);
  const lines = [
    `${alert === null ? "" : `**${alert.severity.toUpperCase()}** `}${discordHeadline({ ...message, templates: null }, MAX.plain)}`,
    discordText(discordState(message), MAX.plain),
    alert === null || message.group ? "" : `Transaction \`${alert.txHash}\``,
    isSample(message) ? "This is a test message; nothing happened." : "",
    discordLinks(message),
  ];
  return { content: lines.filter((line) => line !== "").join("\n"), allowed_mentions: NO_MENTIONS };
}

function severityOf(message: OutgoingMessage): Severity {
  const alert = shownAlert(message);
  if (alert !== null) return alert.severity;
  return message.type === "channel.failing" ? "critical" : "info";
}

function isQuiet(message: OutgoingMessage): boolean {
  return message.group?.kind === "digest" || severityOf(message) === "info";
}

function linksAlone(message: OutgoingMessage): DiscordField[] {
  const value = discordLinks(message);
  return value === "" ? [] : [{ name: "Links", value }];
}
