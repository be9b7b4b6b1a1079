import { crc32 } from "node:zlib";

import type { AlertDraft } from "../alert-draft";

const HEX_DIGITS = 8;

/** Values that JSON has no form for: bigints, as `{"$bigint": "…"}`. */
function replace(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? { $bigint: value.toString() } : value;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$bigint" in value)) return value;
  return typeof value.$bigint === "string" && /^-?\d+$/.test(value.$bigint) ? BigInt(value.$bigint) : value;
}

/** A draft as a line: its length in bytes, its CRC-32 in hex and itself as JSON, which holds no line feed. */
export function toJournalLine(draft: AlertDraft): string {
  const body = JSON.stringify(draft, replace);
  return `${Buffer.byteLength(body)} ${hexOf(crc32(body))} ${body}\n`;
}

/** @returns null for a line that was torn by a crash or damaged since. */
export function readJournalLine(line: string): AlertDraft | null {
  const [length, crc] = line.split(" ", 2);
  if (length === undefined || crc === undefined) return null;
  const body = line.slice(length.length + crc.length + 2);
  if (String(Buffer.byteLength(body)) !== length || hexOf(crc32(body)) !== crc) return null;
  return JSON.parse(body, revive) as AlertDraft;
}

function hexOf(crc: number): string {
  return crc.toString(16).padStart(HEX_DIGITS, "0");
}
