import type { Alert } from "~/domain/alerts/alert";
import { renderTemplate } from "~/domain/channels/render-template";
import { visibleText } from "~/domain/transactions/visible-text";
import { describeHeadline, describeOccasion } from "./describe-occasion";
import { describeDoubts, describeState } from "./describe-state";
import { discordMarkdown, discordText } from "./discord-text";
import type { MessageGroup, OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { templateFields } from "./template-fields";

const MAX = { author: 200, state: 200, occasion: 400, doubts: 300, description: 700, value: 500, name: 60 };
const MAX_HREF = 500;

/** The alert that a message tells of: of a test the sample, of what is about no alert none. */
export function shownAlert({ type, alert, timestamp }: OutgoingMessage): Alert | null {
  if (alert !== null) return alert;
  return type === "channel.failing" || type === "silence.expiring" ? null : sampleAlert(new Date(timestamp));
}

/** Whether the message has to say that it is an example. */
export function isSample({ sample, type }: OutgoingMessage): boolean {
  return sample === true || type === "channel.test";
}

/** The sentence, in Markdown: the channel's own, or ours. */
export function discordHeadline(message: OutgoingMessage, max: number): string {
  const { type, group, about } = message;
  const failed = type === "delivery.failed" && !group ? (about?.failure?.channelName ?? "A channel") : null;
  const kinds = [
    isSample(message) ? "Test:" : "",
    failed === null ? "" : `${visibleText(failed, MAX.name)} was not told:`,
  ];
  const own = ownWords(message, message.templates?.title).replace(/\s+/g, " ");
  if (own === "") {
    return discordText(joined([...kinds, describeHeadline(message, shownAlert(message)?.title ?? "")]), max);
  }
  // What kind of message it is stays, whatever the channel's words are.
  const kind = group ? "" : describeHeadline(message, "#").replace(/ ?#$/, "");
  return discordMarkdown(joined([discordText(joined([...kinds, kind]), 150), own]), max);
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** What stands above the sentence: how bad, and where. */
export function discordOrigin(message: OutgoingMessage): string {
  const alert = shownAlert(message);
  if (alert === null) return "SENTINEL";
  return visibleText(`${alert.severity.toUpperCase()} · ${message.networkLabel || alert.network}`, MAX.author);
}

/** What stands below it: what is so now, why it is told, what is not certain, and the description or the own words. */
export function discordDescription(message: OutgoingMessage): string {
  const alert = shownAlert(message);
  const { group = null } = message;
  const occasion = describeOccasion(
    group === null || isAcknowledged(group) ? message : { ...message, acknowledged: null },
  );
  const own = discordMarkdown(ownWords(message, message.templates?.body), MAX.description);
  return [
    alert === null
      ? ""
      : `**${discordText(group ? groupWords(group) : describeState(alert, message.change), MAX.state)}**`,
    discordText(occasion.join(" "), MAX.occasion),
    alert === null || group ? "" : discordText(describeDoubts(alert).join(" "), MAX.doubts),
    own || (alert === null || group ? "" : discordText(alert.description, MAX.description)),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** The same state in a few words, for the plain form. */
export function discordState(message: OutgoingMessage): string {
  const alert = shownAlert(message);
  if (alert === null) return describeOccasion(message).join(" ");
  const state = message.group ? groupWords(message.group) : describeState(alert, message.change);
  return [`${message.networkLabel || alert.network}. ${state}.`, ...describeOccasion(message)].join(" ");
}

/** `9 critical, 5 high, from 08:31 to 08:45 UTC` */
function groupWords({ bySeverity, from, to }: MessageGroup): string {
  const counts = Object.entries(bySeverity).map(([severity, count]) => `${count.toLocaleString("en")} ${severity}`);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  const minute = (at: string) => (sameDay ? at.slice(11, 16) : at.slice(0, 16).replace("T", " "));
  return `${counts.join(", ")}, from ${minute(from)} to ${minute(to)} UTC`;
}

/** One of several being acknowledged is said beside that one. */
function isAcknowledged({ count, first }: MessageGroup): boolean {
  return first.length === count && first.every(({ alert }) => alert.acknowledgedAt !== null);
}

/**
 * The channel's own words as Markdown, blank when there are none, or they do not fit: words about one alert would be
 * wrong for a group, unless they count.
 */
function ownWords(message: OutgoingMessage, template: string | undefined): string {
  if (!template || shownAlert(message) === null) return "";
  if (message.group && !/\{\{[#^]?\s*count\s*\}\}/.test(template)) return "";
  const fields = templateFields(message);
  const links = new Set([fields.alertUrl, fields.acknowledgeUrl, fields.explorerUrl, fields.runbookUrl]);
  return renderTemplate(template, fields, (value) =>
    links.has(value) ? discordHref(value) : discordText(value, MAX.value),
  ).trim();
}

/** An address as it is: escaped it would lead nowhere. */
function discordHref(href: string): string {
  const inert = href.replaceAll("(", "%28").replaceAll(")", "%29");
  return inert.length > MAX_HREF || /[\s<>`]/.test(inert) ? "" : inert;
}
