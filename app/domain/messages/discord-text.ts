import { visibleText } from "~/domain/transactions/visible-text";

/** What Discord's Markdown, mentions and custom emoji react to. A backslash makes each a plain character. */
const SPECIAL = /[\\*_~`|<>[\]@#]/;
/** Outside text is looked at no further than this: far more than any limit of Discord's. */
const MAX_TEXT = 20_000;
/** Longer links are left out: three of them and their labels must fit into one field (1,024). */
const MAX_LINK = 320;

/**
 * Outside text as inert Discord Markdown within a limit: unseen characters written out, Markdown and mentions escaped,
 * whole characters only, and a cut that says so. Lengths are UTF-16 code units, the strictest way Discord could count.
 *
 * @param max at least 100.
 */
export function discordText(text: string, max: number): string {
  const start = text.slice(0, MAX_TEXT);
  const visible = visibleText(start, MAX_TEXT * 16);
  const listMarkAt = /^(?:[-+]|\d+\.)/.exec(visible)?.[0].length ?? 0;
  const notice = `… (cut; ${text.length.toLocaleString("en")} characters in all)`;
  let fitted = "";
  let whole = "";
  let at = 0;
  for (const character of visible) {
    at += character.length;
    const isLink = character === ":" && visible.startsWith("//", at);
    whole += SPECIAL.test(character) || isLink || at === listMarkAt ? `\\${character}` : character;
    if (whole.length <= max - notice.length) fitted = whole;
    if (whole.length > max) return `${fitted}${notice}`;
  }
  return whole;
}

/**
 * Markdown that is ours or the administrator's, its values escaped already, within a limit: blank lines at most one in a
 * row, and a cut that breaks neither a character nor an escape.
 */
export function discordMarkdown(text: string, max: number): string {
  const tidy = text
    .replace(/\r\n?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  if (tidy.length <= max) return tidy;
  const notice = `… (cut; ${tidy.length.toLocaleString("en")} characters in all)`;
  let kept = "";
  for (const character of tidy) {
    if (kept.length + character.length > max - notice.length) break;
    kept += character;
  }
  // A backslash at the end would escape what follows.
  return `${kept.replace(/\\+$/, "").trimEnd()}${notice}`;
}

/** A link whose address cannot end the Markdown early; null when Discord would not accept it. */
export function discordLink(label: string, url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const href = new URL(url).href.replaceAll("(", "%28").replaceAll(")", "%29");
  return href.length > MAX_LINK || !/^https?:\/\/[^\s<>]+$/.test(href) ? null : `[${label}](${href})`;
}

/** A URL that may stand in an embed's `url`: Discord refuses the whole message for hosts without a dot (`localhost`). */
export function embedUrl(url: string | null): string | undefined {
  if (url === null || !URL.canParse(url)) return undefined;
  const { protocol, hostname, href } = new URL(url);
  const accepted = /^https?:$/.test(protocol) && hostname.includes(".") && href.length <= 2000;
  return accepted ? href : undefined;
}
