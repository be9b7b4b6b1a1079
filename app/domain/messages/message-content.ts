import { formatEther } from "ethers";

import type { Alert } from "~/domain/alerts/alert";
import { renderTemplate } from "~/domain/channels/render-template";
import type { Severity } from "~/domain/shared-schemas";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { clipText } from "./clip-text";
import { describeHeadline, describeOccasion } from "./describe-occasion";
import { describeDoubts, describePath, describeState } from "./describe-state";
import type { GroupedAlert, MessageGroup, OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { templateFields } from "./template-fields";

/**
 * A message taken apart, the same for every vendor whose messages are not edited: text of one line each without
 * anything unseen, cut, and not escaped.
 */
export interface MessageContent {
  /** `CRITICAL`, or `SENTINEL` of what is about no alert. */
  tag: string;
  /** Null of what is about no alert. */
  severity: Severity | null;
  /** The sentence. At most 300 characters. */
  headline: string;
  /** Where: the contract and the network; empty of what is about no single alert. At most 200. */
  place: string;
  /** What became of the transaction; empty of what is about no single alert. */
  state: string;
  /** What else people should know: why it is told, what is doubtful. */
  notes: string[];
  /** What follows, a line each: the channel's own words (Mustache, rendered), or the alert's description. */
  body: string[];
  details: { name: string; value: string }[];
  /** Of a group: the first five and how many more; else empty. */
  list: { text: string; url: string | null }[];
  links: { label: string; url: string }[];
  isSample: boolean;
  /** What a template may name, unescaped (`templateFields`); null of what is about no alert. */
  fields: Record<string, string> | null;
}

const MAX = { headline: 300, title: 240, contract: 100, network: 60, line: 1_000, name: 300, argument: 300, item: 200 };
const MAX_ARGUMENTS = 12;
const MAX_BODY_LINES = 40;

/** Takes a message apart. */
export function messageContent(message: OutgoingMessage): MessageContent {
  const isSample = isExample(message);
  const alert = message.alert ?? (isSample ? sampleAlert(new Date(message.timestamp)) : null);
  const group = groupOf(message);
  const fields = alert === null ? null : templateFields({ ...message, alert });
  const own = (template: string | undefined) =>
    template === undefined || fields === null ? "" : renderTemplate(template, fields, (value) => value).trim();

  const title = own(message.templates?.title) || (alert?.title ?? "");
  const body = own(message.templates?.body);
  const description = clipText(group === null ? (alert?.description ?? "") : "", MAX.line);
  return {
    tag: alert === null ? "SENTINEL" : alert.severity.toUpperCase(),
    severity: alert?.severity ?? null,
    headline: clipText(`${isSample ? "Test: " : ""}${headline(message, clipText(title, MAX.title))}`, MAX.headline),
    place: alert === null || group !== null ? "" : placeOf(message, alert),
    state: alert === null || group !== null ? "" : describeState(alert, message.change),
    notes: notesOf(message, alert, group).map((note) => clipText(note, MAX.line)),
    body: body === "" ? [description].filter((line) => line !== "") : linesOf(body),
    details: alert === null || group !== null ? [] : detailsOf(message, alert),
    list: group === null ? [] : listOf(group),
    links: linksOf(message, alert, group),
    isSample,
    fields,
  };
}

function isExample({ sample, alert, type }: OutgoingMessage): boolean {
  const hasNone = type === "channel.failing" || type === "silence.expiring";
  return sample === true || type === "channel.test" || (alert === null && !hasNone);
}

/** An update is about one alert, also when the first message told of several. */
function groupOf({ type, group }: OutgoingMessage): MessageGroup | null {
  return type === "alert.updated" || type === "alert.acknowledged" ? null : (group ?? null);
}

/** A follow-up stands alone on the lock screen, so it begins with what changed. */
function headline(message: OutgoingMessage, title: string): string {
  const sentence = describeHeadline({ ...message, group: groupOf(message) }, title);
  const { type, change, alert, about } = message;
  if (type === "delivery.failed" && !message.group) {
    return `${about?.failure?.channelName ?? "Another channel"} could not be told: ${sentence}`;
  }
  if (type !== "alert.updated" || change === "acknowledged" || alert === null) return sentence;
  return `${describeState(alert, change).split(/:| (?:in|by) /)[0]}: ${sentence}`;
}

function placeOf({ networkLabel, contractName }: OutgoingMessage, alert: Alert): string {
  const contract = clipText(contractName ?? "", MAX.contract);
  return [contract, clipText(networkLabel || alert.network, MAX.network)].filter((part) => part !== "").join(", ");
}

function notesOf(message: OutgoingMessage, alert: Alert | null, group: MessageGroup | null): string[] {
  const occasion = describeOccasion(message);
  if (group !== null) return [`${countsOf(group)}, ${span(group)}.`, ...occasion];
  return alert === null ? occasion : [...occasion, ...describeDoubts(alert)];
}

function countsOf({ bySeverity }: MessageGroup): string {
  return Object.entries(bySeverity)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count.toLocaleString("en")} ${severity}`)
    .join(", ");
}

function span({ from, to }: MessageGroup): string {
  return `from ${minuteOf(from)} to ${minuteOf(to)}`;
}

/** Only the channel's own words may have lines: from outside, a line break could begin a message of its own. */
function linesOf(body: string): string[] {
  const lines = body.split(/\r\n|\r|\n/, MAX_BODY_LINES + 1).map((line) => clipText(line, MAX.line));
  const shown = lines.slice(0, MAX_BODY_LINES);
  return lines.length > MAX_BODY_LINES ? [...shown, "… (cut; the rest is on the alert's page)"] : shown;
}

function detailsOf(message: OutgoingMessage, alert: Alert): MessageContent["details"] {
  const { call, event, acknowledgedAt, occurrences, senders } = alert;
  const called = call.signature ?? call.name ?? call.selector;
  const times = `${occurrences.toLocaleString("en")} times${senders > 1 ? `, by ${senders.toLocaleString("en")} senders` : ""}`;
  const all = [
    { name: "Contract", value: contractOf(message, alert) },
    { name: "From", value: alert.from },
    { name: "Call", value: clipText(called, MAX.name) },
    { name: "Path", value: clipText(describePath(alert), MAX.line) },
    { name: "Event", value: clipText(event?.signature ?? event?.name ?? "", MAX.name) },
    ...argumentsOf((event ?? call).args),
    { name: "Value", value: alert.value === "0" ? "" : `${formatEther(alert.value)} of the network's coin` },
    { name: "Happened", value: occurrences > 1 ? times : "" },
    { name: "Rule", value: clipText(message.ruleName ?? "", MAX.name) },
    { name: "Transaction", value: alert.txHash },
    { name: "Detected", value: minuteOf(alert.detectedAt) },
    { name: "Acknowledged", value: acknowledgedAt === null ? "" : minuteOf(acknowledgedAt) },
  ];
  return all.filter(({ value }) => value !== "");
}

function contractOf({ contractName }: OutgoingMessage, { target, to }: Alert): string {
  const address = target ?? to;
  if (address === null) return "(creates a contract)";
  return contractName === null ? address : `${clipText(contractName, MAX.contract)} ${address}`;
}

function argumentsOf(args: readonly DecodedArgument[]): MessageContent["details"] {
  const shown = args.slice(0, MAX_ARGUMENTS).map(({ name, type, value, truncated }) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return {
      name: `Argument ${clipText(name || type, 60)}`,
      value: clipText(`${text}${truncated ? "…" : ""}`, MAX.argument) || "(empty)",
    };
  });
  const left = args.length - shown.length;
  return left > 0 ? [...shown, { name: "Arguments", value: `${left} more on the alert's page` }] : shown;
}

function listOf({ first, count, feedUrl }: MessageGroup): MessageContent["list"] {
  const items = first.map((item) => ({ text: itemOf(item), url: webUrl(item.alertUrl) }));
  const left = count - first.length;
  return left > 0 ? [...items, { text: `and ${left.toLocaleString("en")} more`, url: webUrl(feedUrl) }] : items;
}

function itemOf({ alert, contractName }: GroupedAlert): string {
  const where = contractName === null ? "" : ` (${clipText(contractName, MAX.contract)})`;
  const title = clipText(alert.title, MAX.item) || "Alert without a title";
  return `${alert.severity.toUpperCase()} · ${title}${where}, ${minuteOf(alert.detectedAt)}`;
}

function linksOf(message: OutgoingMessage, alert: Alert | null, group: MessageGroup | null): MessageContent["links"] {
  const { links, runbookUrl } = message;
  const all =
    group === null
      ? [
          { label: alert === null ? "Open Sentinel" : "Open alert", url: links.alertUrl },
          { label: "Acknowledge", url: links.acknowledgeUrl ?? null },
          { label: "Block explorer", url: links.explorerUrl },
        ]
      : [{ label: `Open all ${group.count.toLocaleString("en")}`, url: group.feedUrl }];
  return [...all, { label: "Runbook", url: runbookUrl }].flatMap(({ label, url }) => {
    const checked = webUrl(url);
    return checked === null ? [] : [{ label, url: checked }];
  });
}

/** Only what is a web address of a sane length may become a link. */
function webUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) && href.length <= 2_000 && !/[\s<>"]/.test(href) ? href : null;
}

/** `2026-01-15 08:31 UTC` */
function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
