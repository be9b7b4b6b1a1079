import type { CompoundLiteral } from "./typed-node";

const MAX_DEPTH = 32;
const CLOSING: Record<string, string> = { "[": "]", "(": ")", "{": "}" };
const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
const BARE_END = /[,[\](){}:"]/;

/**
 * Reads an array, tuple or object as text: JSON, and tuples in round brackets whose texts may stand without quotes, such
 * as `(12,"title",[testing,value])`. Null when it is none, is nested more than 32 deep, or something follows it.
 */
export function parseCompound(text: string): CompoundLiteral | null {
  const reader = { text, at: 0 };
  const value = readValue(reader, 0);
  skipSpace(reader);
  return value && reader.at === text.length ? value : null;
}

interface Reader {
  text: string;
  at: number;
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at += 1;
}

function readValue(reader: Reader, depth: number): CompoundLiteral | null {
  skipSpace(reader);
  const open = reader.text[reader.at] ?? "";
  const close = CLOSING[open];
  if (close === undefined) return open === '"' ? readQuoted(reader) : readBare(reader);
  if (depth === MAX_DEPTH) return null;
  reader.at += 1;
  if (open === "{") return readObject(reader, depth);
  const items: CompoundLiteral[] = [];
  const isComplete = readItems(reader, close, () => {
    const item = readValue(reader, depth + 1);
    if (item) items.push(item);
    return item !== null;
  });
  return isComplete ? { kind: open === "[" ? "array" : "tuple", items } : null;
}

function readObject(reader: Reader, depth: number): CompoundLiteral | null {
  const fields = new Map<string, CompoundLiteral>();
  const isComplete = readItems(reader, "}", () => {
    skipSpace(reader);
    const key = reader.text[reader.at] === '"' ? readQuoted(reader) : readBare(reader);
    skipSpace(reader);
    if (key?.kind !== "leaf" || reader.text[reader.at] !== ":") return false;
    reader.at += 1;
    const value = readValue(reader, depth + 1);
    if (value) fields.set(key.text, value);
    return value !== null;
  });
  return isComplete ? { kind: "object", fields } : null;
}

function readItems(reader: Reader, close: string, readItem: () => boolean): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] === close) {
    reader.at += 1;
    return true;
  }
  for (;;) {
    if (!readItem()) return false;
    skipSpace(reader);
    const separator = reader.text[reader.at];
    reader.at += 1;
    if (separator === close) return true;
    if (separator !== ",") return false;
  }
}

function readQuoted(reader: Reader): CompoundLiteral | null {
  let text = "";
  for (reader.at += 1; reader.at < reader.text.length; reader.at += 1) {
    const character = reader.text[reader.at] ?? "";
    if (character === '"') {
      reader.at += 1;
      return { kind: "leaf", text, quoted: true };
    }
    text += character === "\\" ? readEscape(reader) : character;
  }
  return null;
}

function readEscape(reader: Reader): string {
  reader.at += 1;
  const character = reader.text[reader.at] ?? "";
  const digits = /^[0-9a-f]{4}$/i.exec(reader.text.slice(reader.at + 1, reader.at + 5))?.[0];
  if (character !== "u" || digits === undefined) return ESCAPES[character] ?? character;
  reader.at += 4;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function readBare(reader: Reader): CompoundLiteral | null {
  const start = reader.at;
  while (reader.at < reader.text.length && !BARE_END.test(reader.text[reader.at] ?? "")) reader.at += 1;
  const text = reader.text.slice(start, reader.at).trim();
  return text === "" ? null : { kind: "leaf", text, quoted: false };
}
