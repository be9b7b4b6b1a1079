/** A text with what its tags say of parts of it (Bot API, `MessageEntity`; offsets in UTF-16 units). */
export interface ParsedText {
  text: string;
  entities: { type: string; offset: number; length: number; url?: string }[];
}

const TAGS: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/**
 * Parses Telegram's HTML as its documentation describes it: only its own tags, properly nested and closed; `<` always
 * begins one.
 *
 * @throws Error with Telegram's words.
 */
export function parseHtml(html: string): ParsedText {
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: ParsedText["entities"] = [];
  let text = "";
  for (let at = 0; at < html.length; ) {
    if (html[at] === "<") {
      const end = html.indexOf(">", at);
      if (end === -1) throw new Error(`Unclosed start tag at byte offset ${bytes(html, at)}`);
      readTag(html, { at, end, text, open, entities });
      at = end + 1;
      continue;
    }
    const entity = /^&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/i.exec(html.slice(at, at + 12));
    const character = entity ? characterOf(entity) : null;
    text += character ?? html[at];
    at += character === null ? 1 : (entity?.[0].length ?? 1);
  }
  const left = open.pop();
  if (left) throw new Error(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities };
}

interface Reading {
  at: number;
  end: number;
  text: string;
  open: { tag: string; offset: number; url?: string }[];
  entities: ParsedText["entities"];
}

function readTag(html: string, { at, end, text, open, entities }: Reading): void {
  const inside = html.slice(at + 1, end);
  if (inside.startsWith("/")) {
    const tag = inside.slice(1).trim().toLowerCase();
    const started = open.pop();
    if (started === undefined) throw new Error(`Unexpected end tag at byte offset ${bytes(html, at)}`);
    if (started.tag !== tag) {
      throw new Error(
        `Unmatched end tag at byte offset ${bytes(html, at)}, expected "</${started.tag}>", found "</${tag}>"`,
      );
    }
    const { offset, url } = started;
    const length = text.length - offset;
    if (length > 0) entities.push({ type: TAGS[tag] ?? tag, offset, length, ...(url === undefined ? {} : { url }) });
    return;
  }
  const parts = /^([a-z-]+)((?:\s+[a-z-]+="[^"<>]*")*)\s*$/i.exec(inside);
  const tag = parts?.[1]?.toLowerCase() ?? inside.split(/\s/)[0] ?? "";
  if (parts === null || TAGS[tag] === undefined) {
    throw new Error(`Unsupported start tag "${tag}" at byte offset ${bytes(html, at)}`);
  }
  const href = /\shref="([^"]*)"/.exec(parts[2] ?? "")?.[1];
  open.push({ tag, offset: text.length, ...(href === undefined ? {} : { url: parseHtml(href).text }) });
}

function characterOf([, decimal, hex, name]: RegExpExecArray): string | null {
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
  return ENTITIES[name ?? ""] ?? null;
}

const bytes = (text: string, at: number) => Buffer.byteLength(text.slice(0, at));

/**
 * What Telegram's clients would make of a text by themselves outside code and links: mentions (they notify), commands,
 * links. Follows TDLib's rules closely enough for tests.
 */
export function autoLinks({ text, entities }: ParsedText): string[] {
  const masked = [...entities]
    .filter(({ type }) => type === "code" || type === "pre" || type === "text_link")
    .reduce(
      (rest, { offset, length }) => rest.slice(0, offset) + "\n".repeat(length) + rest.slice(offset + length),
      text,
    );
  const patterns = [
    /(?<![\w])@[a-zA-Z0-9_]{2,32}/g,
    /(?<![\w/<>])\/[a-zA-Z0-9_]{1,64}/g,
    /(?:https?|tg|ton|ftp):\/\/\S+/gi,
    /(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|xyz|example|eth|me|evil)\b/gi,
  ];
  return patterns.flatMap((pattern) => masked.match(pattern) ?? []);
}
