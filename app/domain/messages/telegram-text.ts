import { visibleText } from "~/domain/transactions/visible-text";

/** Outside text is looked at no further than this: far more than any limit of Telegram's. */
const MAX_TEXT = 6_000;
const MAX_URL = 2048;
/** In clear, an address takes room from the message. */
const MAX_CLEAR_URL = 250;
/** U+2060, the word joiner: not seen, and no part of what Telegram's clients take for a mention, a command or a link. */
const JOINER = "\u2060";

/**
 * Outside text as inert HTML for Telegram within a limit: unseen characters written out, nothing that a client would
 * turn into a mention, command or link, whole characters only, and a cut that says so. The length is that after entity
 * parsing, in UTF-16 code units, the strictest way Telegram could count.
 *
 * @param max at least 60.
 */
export function telegramText(text: string, max: number): string {
  return escapeHtml(plainTelegramText(text, max));
}

/** As `telegramText`, for a message without a parse mode: inert and cut, not escaped. */
export function plainTelegramText(text: string, max: number): string {
  return cut(inert(visibleText(text.slice(0, MAX_TEXT), MAX_TEXT * 16)), text.length, max);
}

/** As `telegramText`, for text whose lines mean something (a template's): blank lines at most one in a row. */
export function telegramLines(text: string, max: number): string {
  const lines = text
    .slice(0, MAX_TEXT)
    .split(/\r?\n/)
    .map((line) => inert(visibleText(line, MAX_TEXT * 16)))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return escapeHtml(cut(lines, text.length, max));
}

/** A value to be copied, in fixed width; Telegram looks for no links in it. Empty for blank text. */
export function telegramCode(text: string, max: number): string {
  const visible = cut(visibleText(text.slice(0, MAX_TEXT), MAX_TEXT * 16), text.length, max);
  return visible === "" ? "" : `<code>${escapeHtml(visible)}</code>`;
}

/** Text for HTML, attributes included (Bot API, "HTML style": these four). */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/**
 * A URL that Telegram accepts for a button; else null. Without a dot in its host (`localhost`) it refuses the whole
 * message (TDLib, `LinkManager::check_link`: "Wrong HTTP URL").
 */
export function telegramUrl(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  const { protocol, hostname, username, href } = new URL(url);
  const accepted =
    /^https?:$/.test(protocol) && /[^.]\.[^.]/.test(hostname) && username === "" && href.length <= MAX_URL;
  return accepted ? href : null;
}

/**
 * A link; where Telegram would not make one, its address in clear. Empty for what is no web address.
 *
 * @param label outside text as well.
 */
export function telegramLink(label: string, url: string | null | undefined, max = 60): string {
  const href = telegramUrl(url);
  if (href !== null) return `<a href="${escapeHtml(href)}">${telegramText(label, max)}</a>`;
  const isWeb = url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && url.length <= MAX_CLEAR_URL;
  return isWeb ? `${telegramText(label, max)}: ${escapeHtml(new URL(url).href)}` : "";
}

/** How long HTML of these functions is once its entities are parsed. */
export function parsedLength(html: string): number {
  return html.replace(/<[^>]*>/g, "").replace(/&(?:amp|lt|gt|quot);/g, "x").length;
}

function inert(visible: string): string {
  return visible
    .replace(/@(?=[\p{L}\p{N}_])/gu, `@${JOINER}`)
    .replace(/(?<![\p{L}\p{N}_/<>])([/#$])(?=[\p{L}\p{N}_])/gu, `$1${JOINER}`)
    .replace(/:(?=\/\/)/g, `:${JOINER}`)
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=\p{L})/gu, `.${JOINER}`);
}

function cut(text: string, originalLength: number, max: number): string {
  if (text.length <= max && originalLength <= MAX_TEXT) return text;
  const notice = `… (cut; ${originalLength.toLocaleString("en")} characters in all)`;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > max - notice.length) break;
    kept += character;
  }
  return `${kept.trimEnd()}${notice}`;
}
