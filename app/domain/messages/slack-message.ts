import { renderTemplate } from "~/domain/channels/render-template";
import type { Severity } from "~/domain/shared-schemas";
import { type MessageContent, messageContent } from "./message-content";
import type { OutgoingMessage } from "./outgoing-message";
import { slackLink, slackMarkup, slackPlain } from "./slack-text";

/** The body of an incoming webhook, as far as we use it (docs.slack.dev, "Sending messages using incoming webhooks"). */
export interface SlackMessage {
  /** With blocks: what notifications show, that is the lock screen. */
  text: string;
  mrkdwn: false;
  unfurl_links: false;
  unfurl_media: false;
  blocks?: SlackBlock[];
}

type SlackText = { type: "plain_text"; text: string; emoji: false } | { type: "mrkdwn"; text: string; verbatim: true };

/** The kinds of block that we use (docs.slack.dev, "Blocks"). */
export type SlackBlock =
  | { type: "header"; text: SlackText }
  | { type: "section"; text?: SlackText; fields?: SlackText[] }
  | { type: "context"; elements: SlackText[] };

/** The severity scale as colour; the word stands beside it. */
const SIGNS: Record<Severity, string> = { critical: "🔴", high: "🟠", medium: "🟡", low: "🔵", info: "⚪" };
/** Slack's limits: 50 blocks, header 150, section 3,000, ten fields of 2,000 each, `text` 40,000. */
const MAX = { header: 150, section: 3_000, field: 2_000, fieldsOfSection: 10, text: 1_000, plain: 3_000 };

/**
 * Renders a message as blocks: the sentence first, the details after it. All text from outside stands in `plain_text`,
 * where nothing is formatted, linked or a mention; mrkdwn holds our own words and links, and the channel's template.
 */
export function slackMessage(message: OutgoingMessage): SlackMessage {
  const content = messageContent(message);
  const { tag, place, state, notes, list, links, details, isSample } = content;
  const blocks: SlackBlock[] = [
    ...heading(content),
    context([tag, place].filter((part) => part !== "").join(" · ")),
    ...(state === "" ? [] : [section(markup(`*${slackMarkup(state)}*`))]),
    ...lines(notes),
    ...body(message, content),
    ...fields(details),
    ...packed(list.map(item), "\n"),
    ...packed(
      links.map(({ label, url }) => slackLink(label, url)),
      " · ",
    ),
    ...(isSample ? [context("Test message from Sentinel, nothing happened")] : []),
  ];
  return { text: notification(content), mrkdwn: false, unfurl_links: false, unfurl_media: false, blocks };
}

/** The same in a few plain lines, for when Slack refuses the blocks: an ugly alert beats none. */
export function plainSlackMessage(message: OutgoingMessage): SlackMessage {
  const content = messageContent(message);
  const { state, notes, list, links, isSample } = content;
  const rest = [
    state,
    ...notes,
    ...list.map(({ text }) => text),
    isSample ? "This is a test message; nothing happened." : "",
  ];
  const words = [notification(content), ...rest.filter((line) => line !== "").map(unlinked)];
  // In front of what may be cut.
  const addresses = links.slice(0, 2).map(({ label, url }) => `${label}: ${slackPlain(url, MAX.text)}`);
  const [first = "", ...others] = words;
  const text = slackPlainLines([first, ...addresses, ...others], MAX.plain);
  return { text, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}

/** `[CRITICAL] Ownership of Vault is being renounced (Vault, mainnet)` */
function notification({ tag, headline, place }: MessageContent): string {
  return unlinked(`[${tag}] ${headline}${place === "" ? "" : ` (${place})`}`);
}

/** In `text` Slack makes links of addresses, whoever wrote them. */
function unlinked(text: string): string {
  return slackPlain(text.replaceAll("://", ": //"), MAX.text);
}

/** Lines that are escaped already, as many as there is room for. */
function slackPlainLines(all: string[], max: number): string {
  let text = "";
  for (const line of all) {
    if (text.length + line.length + 1 > max) return text;
    text += `${text === "" ? "" : "\n"}${line}`;
  }
  return text;
}

function heading({ severity, headline }: MessageContent): SlackBlock[] {
  const text = severity === null ? headline : `${SIGNS[severity]} ${headline}`;
  const header = slackPlain(text, MAX.header);
  const whole = slackPlain(text, MAX.section);
  const rest = whole === header ? [] : [section(plain(whole))];
  return [{ type: "header", text: plain(header) }, ...rest];
}

/** The channel's template is the administrator's own mrkdwn, its values are made inert; else the description. */
function body({ templates }: OutgoingMessage, content: MessageContent): SlackBlock[] {
  const own = content.fields === null ? "" : renderTemplate(templates?.body ?? "", content.fields, slackMarkup).trim();
  // A cut could end a link or a format early, so what is too long is shown as the text that it is.
  return own !== "" && own.length <= MAX.section ? [section(markup(own))] : lines(content.body);
}

function lines(all: string[]): SlackBlock[] {
  const text = slackPlain(all.join("\n"), MAX.section);
  return text.trim() === "" ? [] : [section(plain(text))];
}

function fields(details: MessageContent["details"]): SlackBlock[] {
  const texts = details.map(({ name, value }) => plain(slackPlain(`${name}\n${value}`, MAX.field)));
  const blocks: SlackBlock[] = [];
  for (let at = 0; at < texts.length; at += MAX.fieldsOfSection) {
    blocks.push({ type: "section", fields: texts.slice(at, at + MAX.fieldsOfSection) });
  }
  return blocks;
}

function item({ text, url }: MessageContent["list"][number]): string {
  const linked = url === null ? "" : `• ${slackLink(text, url)}`;
  return linked !== "" && linked.length <= MAX.section ? linked : `• ${slackMarkup(text)}`;
}

/** In as few sections as hold them; one that is too long for any is left out (an address of thousands of characters). */
function packed(parts: string[], separator: string): SlackBlock[] {
  const texts: string[] = [];
  for (const part of parts.filter((each) => each.length <= MAX.section)) {
    const last = texts.at(-1);
    const joined = last === undefined ? part : `${last}${separator}${part}`;
    if (last === undefined || joined.length > MAX.section) texts.push(part);
    else texts[texts.length - 1] = joined;
  }
  return texts.map((text) => section(markup(text)));
}

function section(text: SlackText): SlackBlock {
  return { type: "section", text };
}

function context(text: string): SlackBlock {
  return { type: "context", elements: [plain(slackPlain(text, MAX.text))] };
}

function plain(text: string): SlackText {
  return { type: "plain_text", text, emoji: false };
}

function markup(text: string): SlackText {
  return { type: "mrkdwn", text, verbatim: true };
}
