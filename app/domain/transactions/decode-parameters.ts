import { type AbiType, headBytesOf } from "./abi-type";
import { toChecksum } from "./address";
import type { DecodedValue } from "./decoded-call";

/** Calldata that does not fit its types; the message is a sentence for people. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** One decoded parameter; `truncated` when a limit cut it. */
export interface DecodedParameter {
  value: DecodedValue;
  truncated: boolean;
}

/** Bytes of `bytes` and `string` kept of one argument. */
const MAX_ARGUMENT_BYTES = 64 * 1024;
/** Bytes of `bytes` and `string` kept of one call. */
const MAX_CALL_BYTES = 256 * 1024;
/** Values kept of one call, counting each element and component: an address takes 12 µs for its checksum. */
const MAX_ELEMENTS = 2_000;

const WORD_BYTES = 32;
const WORD_DIGITS = 64;
const utf8 = new TextDecoder("utf-8");

/** What may still be kept. Offsets may overlap, so a small calldata can stand for any amount of data. */
interface Budget {
  elements: number;
  callBytes: number;
  argumentBytes: number;
  truncated: boolean;
}

interface Reader {
  /** Hex digits after the selector, without `0x`. */
  digits: string;
  byteLength: number;
  budget: Budget;
}

/**
 * Decodes ABI-encoded parameters (Solidity ABI specification). An own decoder because calldata is an attacker's text:
 * ethers' reader lets overlapping offsets inflate it a thousandfold and has no limit on elements. Dirty upper bits are
 * masked, as contracts of the first ABI coder do. Work is bounded by the limits above, whatever the calldata says.
 *
 * @param digits hex digits after the selector, without `0x`, of even length.
 * @throws {DecodeError} when an offset or length points outside the calldata.
 */
export function decodeParameters(types: readonly AbiType[], digits: string): DecodedParameter[] {
  const budget: Budget = { elements: MAX_ELEMENTS, callBytes: MAX_CALL_BYTES, argumentBytes: 0, truncated: false };
  const reader: Reader = { digits, byteLength: digits.length / 2, budget };
  requireBytes(reader, 0, headBytesOf(types), "its arguments");
  let at = 0;
  return types.map((type) => {
    budget.argumentBytes = Math.min(MAX_ARGUMENT_BYTES, budget.callBytes);
    budget.truncated = false;
    const value = decodeValue(reader, type, at, 0);
    at += type.headBytes;
    return { value, truncated: budget.truncated };
  });
}

/** Decodes the value whose head is at `at`; the offset of a dynamic one counts from `base`. Both in bytes. */
function decodeValue(reader: Reader, type: AbiType, at: number, base: number): DecodedValue {
  reader.budget.elements -= 1;
  const start = type.dynamic ? base + readCount(reader, at, "offset") : at;
  switch (type.kind) {
    case "bytes":
    case "string":
      return decodeBytes(reader, type.kind, start);
    case "tuple":
      return decodeSequence(reader, type.components, start);
    case "array":
      return decodeArray(reader, type.item, type.length, start);
    default:
      return decodeWord(type, readWord(reader, start));
  }
}

function decodeWord(type: Exclude<AbiType, { kind: "bytes" | "string" | "tuple" | "array" }>, word: string) {
  switch (type.kind) {
    case "address":
      return toChecksum(`0x${word.slice(24)}`);
    case "bool":
      return /[^0]/.test(word);
    case "fixedBytes":
      return `0x${word.slice(0, type.size * 2)}`;
    case "uint":
      return BigInt.asUintN(type.bits, BigInt(`0x${word}`)).toString();
    default:
      return BigInt.asIntN(type.bits, BigInt(`0x${word}`)).toString();
  }
}

function decodeArray(reader: Reader, item: AbiType, length: number | null, start: number): DecodedValue[] {
  const count = length ?? readCount(reader, start, "array length");
  const base = length === null ? start + WORD_BYTES : start;
  requireBytes(reader, base, count * item.headBytes, `an array of ${count}`);
  const values: DecodedValue[] = [];
  for (let index = 0; index < count; index += 1) {
    if (isSpent(reader.budget)) break;
    values.push(decodeValue(reader, item, base + index * item.headBytes, base));
  }
  return values;
}

function decodeSequence(reader: Reader, types: readonly AbiType[], base: number): DecodedValue[] {
  const values: DecodedValue[] = [];
  let at = base;
  for (const type of types) {
    if (isSpent(reader.budget)) break;
    values.push(decodeValue(reader, type, at, base));
    at += type.headBytes;
  }
  return values;
}

function isSpent(budget: Budget): boolean {
  if (budget.elements > 0) return false;
  budget.truncated = true;
  return true;
}

function decodeBytes(reader: Reader, kind: "bytes" | "string", start: number): string {
  const { budget } = reader;
  const length = readCount(reader, start, `length of ${kind}`);
  requireBytes(reader, start + WORD_BYTES, length, `${kind} of ${length} bytes`);
  const kept = Math.min(length, budget.argumentBytes);
  if (kept < length) budget.truncated = true;
  budget.argumentBytes -= kept;
  budget.callBytes -= kept;
  const first = (start + WORD_BYTES) * 2;
  const digits = reader.digits.slice(first, first + kept * 2);
  return kind === "bytes" ? `0x${digits}` : decodeText(digits);
}

/** PostgreSQL refuses U+0000 in `jsonb`: left in, one zero byte would keep an alert from being stored. */
function decodeText(digits: string): string {
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
  return utf8.decode(bytes).replaceAll("\0", "\u2400");
}

function readWord(reader: Reader, at: number): string {
  requireBytes(reader, at, WORD_BYTES, "a value");
  return reader.digits.slice(at * 2, at * 2 + WORD_DIGITS);
}

/** An offset or length: at most 2^48, which is already far beyond any calldata. */
function readCount(reader: Reader, at: number, what: string): number {
  const word = readWord(reader, at);
  const high = word.slice(0, WORD_DIGITS - 12);
  if (/[^0]/.test(high)) throw new DecodeError(`The calldata is malformed: the ${what} points far outside it.`);
  return Number.parseInt(word.slice(WORD_DIGITS - 12), 16);
}

function requireBytes(reader: Reader, at: number, length: number, what: string): void {
  if (at + length > reader.byteLength) throw new DecodeError(`The calldata is malformed: it ends inside ${what}.`);
}
