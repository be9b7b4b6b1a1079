import { formatEther } from "ethers";

import type { Alert } from "~/domain/alerts/alert";
import { renderTemplate } from "~/domain/channels/render-template";
import type { Severity } from "~/domain/shared-schemas";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { describeHeadline, describeOccasion } from "./describe-occasion";
import { describeDoubts, describePath, describeState } from "./describe-state";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { describeAcknowledged, hasOpenAlerts, telegramGroupLines } from "./telegram-group";
import { type TelegramKeyboard, telegramKeyboard } from "./telegram-keyboard";
import {
  parsedLength,
  plainTelegramText,
  telegramCode,
  telegramLines,
  telegramLink,
  telegramText,
  telegramUrl,
} from "./telegram-text";
import { templateFields } from "./template-fields";

/** What `sendMessage` and `editMessageText` take of a message, besides where it goes (Bot API). */
export interface TelegramMessage {
  text: string;
  parse_mode?: "HTML";
  link_preview_options: { is_disabled: true };
  /** Only of a new message: no phone rings. */
  disable_notification?: true;
  reply_markup?: TelegramKeyboard;
}

/** A square and a word: neither colour nor shape alone has to be told apart. */
const SIGNS: Record<Severity, string> = { critical: "🟥", high: "🟧", medium: "🟨", low: "🟦", info: "⬜" };
/** The Bot API's limit of a text after entity parsing. */
const MAX_TEXT = 4096;
/** What must always be there (head, account numbers, links) adds up to less than the whole; the rest goes where it fits. */
const MAX = {
  title: 300,
  state: 260,
  network: 60,
  occasion: 220,
  doubts: 300,
  description: 700,
  name: 160,
  path: 300,
  argument: 160,
  plain: 600,
};
const MAX_ARGUMENTS = 12;
const MORE = "… more on the alert's page";

/**
 * Renders a message for Telegram: the sentence first, the details after it, in HTML that always parses and always
 * fits. What does not fit is left out from the least important on, and the message says so.
 *
 * @param acknowledgeData of the button that acknowledges; null for none.
 */
export function telegramMessage(message: OutgoingMessage, acknowledgeData: string | null = null): TelegramMessage {
  const keyboard = telegramKeyboard(message, acknowledgeData);
  const hasButton = keyboard?.inline_keyboard.flat().some((button) => "callback_data" in button) ?? false;
  const blocks = [...head(message), links(message, hasButton)].filter((block) => block !== "");
  const details = message.group ? telegramGroupLines(message.group) : alertDetails(message);
  const room = MAX_TEXT - parsedLength(blocks.join("\n")) - MORE.length - 4;
  const last = blocks.pop() ?? "";
  const text = [...blocks, ...fitting(details, room), ...(last === "" ? [] : ["", last])].join("\n");
  return {
    text,
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    ...(isQuiet(message) ? { disable_notification: true } : {}),
    ...(keyboard === null ? {} : { reply_markup: keyboard }),
  };
}

/** The same in a few plain lines, for when Telegram refuses the markup: an ugly alert beats none. */
export function plainTelegramMessage(message: OutgoingMessage, acknowledgeData: string | null = null): TelegramMessage {
  const alert = shownAlert(message);
  const { group = null } = message;
  // An address may be what was refused.
  const bare = { ...message, links: { alertUrl: null, explorerUrl: null }, group: group && { ...group, feedUrl: "" } };
  const keyboard = telegramKeyboard(bare, acknowledgeData);
  const url = group?.feedUrl ?? message.links.alertUrl;
  const lines = [
    plainTelegramText(`${sign(message)}${sentence(message)}`, MAX.plain),
    alert === null ? "" : plainTelegramText(stateWords(message, alert), MAX.plain),
    plainTelegramText(occasionWords(message).join(" "), MAX.plain),
    alert === null || group ? "" : `Transaction ${alert.txHash}`,
    isSample(message) ? "This is a test message; nothing happened." : "",
    url !== null && URL.canParse(url) ? new URL(url).href.slice(0, 1_000) : "",
  ];
  return {
    text: lines.filter((line) => line !== "").join("\n"),
    link_preview_options: { is_disabled: true },
    ...(isQuiet(message) ? { disable_notification: true } : {}),
    ...(keyboard === null ? {} : { reply_markup: keyboard }),
  };
}

/** The alert that is told of: of a test the sample, of what is about no alert none. */
function shownAlert({ type, alert, timestamp }: OutgoingMessage): Alert | null {
  if (alert !== null) return alert;
  return type === "channel.failing" || type === "silence.expiring" ? null : sampleAlert(new Date(timestamp));
}

function isSample(message: OutgoingMessage): boolean {
  return message.sample === true || message.type === "channel.test";
}

function isQuiet(message: OutgoingMessage): boolean {
  if (message.type === "silence.expiring") return true;
  const severity = shownAlert(message)?.severity;
  return severity === "low" || severity === "info";
}

function sign(message: OutgoingMessage): string {
  const alert = shownAlert(message);
  if (alert === null) return message.type === "silence.expiring" ? "🔔 " : "⚠️ ";
  return `${SIGNS[alert.severity]} ${alert.severity.toUpperCase()}: `;
}

/**
 * The channel's own sentence, or ours; what kind of message it is stays. A sentence about one alert would be wrong for
 * a group, unless it counts.
 */
function sentence(message: OutgoingMessage): string {
  const alert = shownAlert(message);
  const title = message.templates?.title;
  const applies = title !== undefined && alert !== null && (!message.group || /\{\{[#^]?\s*count\s*\}\}/.test(title));
  const own = applies ? renderTemplate(title, templateFields(message), (text) => text).trim() : "";
  const kind = message.group ? "" : describeHeadline(message, "#").replace(/ ?#$/, "");
  const text = own === "" ? describeHeadline(message, alert?.title ?? "") : `${kind} ${own}`.trim();
  return `${isSample(message) ? "Test: " : ""}${text}`;
}

function stateWords(message: OutgoingMessage, alert: Alert): string {
  if (message.group) return message.networkLabel || alert.network;
  return `${describeState(alert, message.change)} · ${message.networkLabel || alert.network}`;
}

/** One acknowledged alert of several is marked in the list; the whole is only when all that is shown are. */
function occasionWords(message: OutgoingMessage): string[] {
  const { acknowledged, group, timestamp } = message;
  const others = describeOccasion({ ...message, acknowledged: null });
  if (!acknowledged || (group && hasOpenAlerts(group))) return others;
  // Of those that are not shown nothing is known here.
  const which = group && group.count > group.first.length ? ` (the ${group.first.length} shown)` : "";
  return [`${describeAcknowledged(acknowledged, timestamp)}${which}`, ...others];
}

function head(message: OutgoingMessage): string[] {
  const alert = shownAlert(message);
  const body = message.templates?.body;
  const own =
    body && alert !== null && !message.group ? renderTemplate(body, templateFields(message), (text) => text) : "";
  const described = message.group ? "" : (alert?.description ?? "");
  return [
    `${telegramText(sign(message), 60)} <b>${telegramText(sentence(message), MAX.title)}</b>`,
    alert === null ? "" : `<i>${telegramText(stateWords(message, alert), MAX.state + MAX.network)}</i>`,
    ...occasionWords(message).map((text) => telegramText(text, MAX.occasion)),
    alert === null || message.group ? "" : telegramText(describeDoubts(alert).join(" "), MAX.doubts),
    own.trim() === "" ? telegramText(described, MAX.description) : telegramLines(own, MAX.description),
  ].filter((line) => line !== "");
}

/** Most important first: what does not fit any more is left out. */
function alertDetails(message: OutgoingMessage): string[] {
  const alert = shownAlert(message);
  if (alert === null) return [];
  const row = (label: string, html: string) => (html.trim() === "" ? "" : `${label}: ${html}`);
  const contract = [
    telegramText(message.contractName ?? "", MAX.name),
    alert.to === null ? "(creates a contract)" : telegramCode(alert.to, 60),
  ];
  return [
    "",
    row("Contract", contract.join(" ").trim()),
    row("From", telegramCode(alert.from, 60)),
    row("Transaction", telegramCode(alert.txHash, 80)),
    row("Call", telegramCode(alert.call.signature ?? alert.call.name ?? alert.call.selector, MAX.name)),
    row("Event", telegramCode(alert.event?.signature ?? alert.event?.name ?? "", MAX.name)),
    row("Value", alert.value === "0" ? "" : `${formatEther(alert.value)} of the network's coin`),
    row("Happened", repeatWords(alert)),
    row("Rule", telegramText(message.ruleName ?? "", MAX.name)),
    row("Path", telegramText(describePath(alert), MAX.path)),
    ...argumentLines((alert.event ?? alert.call).args),
  ].filter((line, index) => line !== "" || index === 0);
}

function repeatWords({ occurrences, senders }: Alert): string {
  if (occurrences <= 1) return "";
  return `${occurrences} times${senders > 1 ? `, by ${senders} senders` : ""}`;
}

function argumentLines(args: readonly DecodedArgument[]): string[] {
  const lines = args.slice(0, MAX_ARGUMENTS).map(({ name, type, value, truncated }) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `  ${telegramCode(`${name ?? type} = ${text}${truncated ? "…" : ""}`, MAX.argument)}`;
  });
  const left = args.length - lines.length;
  if (left > 0) lines.push(`  … and ${left} more arguments`);
  return lines.length === 0 ? [] : ["Arguments:", ...lines];
}

function fitting(lines: string[], room: number): string[] {
  let length = 0;
  for (const [index, line] of lines.entries()) {
    length += parsedLength(line) + 1;
    if (length > room) return [...lines.slice(0, index), MORE];
  }
  return lines;
}

/** What a button does not offer already, and that a test is one. */
function links(message: OutgoingMessage, hasButton: boolean): string {
  const { alertUrl, explorerUrl, acknowledgeUrl } = message.links;
  const feedUrl = message.group?.feedUrl;
  const shown = [
    feedUrl === undefined ? telegramLink("Open alert", alertUrl) : telegramLink("Open in Sentinel", feedUrl),
    message.group ? "" : telegramLink("Block explorer", explorerUrl),
    telegramUrl(message.runbookUrl) === null ? "" : telegramLink("Runbook", message.runbookUrl),
    hasButton ? "" : telegramLink("Acknowledge", acknowledgeUrl),
  ].filter((link) => link !== "");
  return [isSample(message) ? "Test message: nothing happened." : "", shown.join(" · ")]
    .filter((line) => line !== "")
    .join("\n");
}
