import type { AbiType } from "~/domain/transactions/abi-type";
import { type ConditionResult, Unknown } from "./condition-value";

/** ABI-encoded bytes as hex digits: those of `hex` from the character `origin` on. */
export interface AbiData {
  hex: string;
  origin: number;
}

/** A value's place: its head is at byte `at`, and the offset of a dynamic one counts from `base`. */
export interface AbiPlace {
  type: AbiType;
  at: number;
  base: number;
}

const WORD_BYTES = 32;
const WORD_DIGITS = 64;
const MAX_ARGUMENT_BYTES = 64 * 1024;
const MAX_ELEMENTS = 10_000;

const ENDS_EARLY = new Unknown("the data ends before this value");
const MALFORMED = new Unknown("the data is malformed: an offset or a length points outside it");
const NOT_HEX = new Unknown("the data is not hex");
const PAST_END = new Unknown("the position is past the end");
const TOO_LARGE = new Unknown("the value is over 64 KiB, more than is read of one argument");
const TOO_MANY = new Unknown("the value has over 10,000 elements, more than are read of one argument");

const utf8 = new TextDecoder("utf-8");

/**
 * Goes to an element or component of what is at `place`, without reading the rest, as a contract does that takes its
 * arguments from calldata (Solidity ABI specification, "Use of Dynamic Types").
 */
export function stepInto(data: AbiData, place: AbiPlace, index: number): AbiPlace | Unknown {
  const start = startOf(data, place);
  if (start instanceof Unknown) return start;
  const { type } = place;
  if (type.kind === "tuple") {
    const component = type.components[index];
    if (!component) return PAST_END;
    let at = start;
    for (const before of type.components.slice(0, index)) at += before.headBytes;
    return { type: component, at, base: start };
  }
  if (type.kind !== "array") return PAST_END;
  const array = openArray(data, type, start);
  if (array instanceof Unknown) return array;
  if (index >= array.count) return PAST_END;
  return { type: type.item, at: array.base + index * type.item.headBytes, base: array.base };
}

/**
 * Reads what is at `place`. Work and memory are bounded by the caps, whatever the data says: offsets may overlap, so a
 * small calldata can stand for any amount of data. Dirty upper bits are masked, as the first ABI coder's contracts do.
 */
export function readAbi(data: AbiData, place: AbiPlace): ConditionResult {
  const budget = { elements: MAX_ELEMENTS, bytes: MAX_ARGUMENT_BYTES };
  const value = readValue(data, place, budget);
  if (budget.elements < 0) return TOO_MANY;
  return budget.bytes < 0 ? TOO_LARGE : value;
}

interface Budget {
  elements: number;
  bytes: number;
}

function readValue(data: AbiData, place: AbiPlace, budget: Budget): ConditionResult {
  const { type } = place;
  const start = startOf(data, place);
  if (start instanceof Unknown) return start;
  switch (type.kind) {
    case "bytes":
    case "string":
      return readBytes(data, type.kind, start, budget);
    case "array": {
      const array = openArray(data, type, start);
      if (array instanceof Unknown) return array;
      const { base, count } = array;
      return readElements(data, budget, count, base, (index) => [type.item, base + index * type.item.headBytes]);
    }
    case "tuple": {
      let at = start;
      return readElements(data, budget, type.components.length, start, (index) => {
        const component = type.components[index] ?? type;
        at += component.headBytes;
        return [component, at - component.headBytes];
      });
    }
    default:
      return readWord(data.hex, data.origin + start * 2, type);
  }
}

function readElements(
  data: AbiData,
  budget: Budget,
  count: number,
  base: number,
  elementAt: (index: number) => [AbiType, number],
): ConditionResult {
  const values: ConditionResult[] = [];
  for (let index = 0; index < count && budget.elements >= 0 && budget.bytes >= 0; index += 1) {
    budget.elements -= 1;
    const [type, at] = elementAt(index);
    values.push(readValue(data, { type, at, base }, budget));
  }
  return values;
}

function startOf(data: AbiData, { type, at, base }: AbiPlace): number | Unknown {
  if (!type.dynamic) return at;
  const offset = readCount(data, at);
  return offset instanceof Unknown ? offset : base + offset;
}

function openArray(data: AbiData, type: AbiType & { kind: "array" }, start: number) {
  const count = type.length ?? readCount(data, start);
  if (count instanceof Unknown) return count;
  const base = type.length === null ? start + WORD_BYTES : start;
  // Of a fixed length every element is looked at on its own; a length that is written has to be believable first.
  if (type.length === null && !holds(data, base, count * type.item.headBytes)) return MALFORMED;
  return count > MAX_ELEMENTS ? TOO_MANY : { base, count };
}

function readBytes(data: AbiData, kind: "bytes" | "string", start: number, budget: Budget): ConditionResult {
  const length = readCount(data, start);
  if (length instanceof Unknown) return length;
  if (!holds(data, start + WORD_BYTES, length)) return MALFORMED;
  budget.bytes -= length;
  if (budget.bytes < 0) return TOO_LARGE;
  const first = data.origin + (start + WORD_BYTES) * 2;
  const digits = data.hex.slice(first, first + length * 2).toLowerCase();
  if (!isHex(digits)) return NOT_HEX;
  return kind === "bytes" ? `0x${digits}` : toText(digits);
}

/** A value of a type that takes one word, whose digits begin at the character `first`. */
export function readWord(hex: string, first: number, type: AbiType): ConditionResult {
  const end = first + WORD_DIGITS;
  if (end > hex.length) return ENDS_EARLY;
  switch (type.kind) {
    case "uint":
      return toInteger(hex.slice(end - type.bits / 4, end));
    case "int": {
      const value = toInteger(hex.slice(end - type.bits / 4, end));
      return typeof value === "bigint" ? BigInt.asIntN(type.bits, value) : value;
    }
    case "address":
      return toHex(hex.slice(end - 40, end));
    case "bool": {
      const word = hex.slice(first, end);
      return isHex(word) ? /[^0]/.test(word) : NOT_HEX;
    }
    case "fixedBytes":
      return toHex(hex.slice(first, first + type.size * 2));
    default:
      return MALFORMED;
  }
}

function toInteger(digits: string): ConditionResult {
  try {
    return BigInt(`0x${digits}`);
  } catch {
    return NOT_HEX;
  }
}

function toHex(digits: string): ConditionResult {
  return isHex(digits) ? `0x${digits.toLowerCase()}` : NOT_HEX;
}

function isHex(digits: string): boolean {
  return !/[^0-9a-f]/i.test(digits);
}

function toText(digits: string): string {
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = nibble(digits.charCodeAt(index * 2)) * 16 + nibble(digits.charCodeAt(index * 2 + 1));
  }
  return utf8.decode(bytes);
}

/** Of a lower-case hex digit's code: `parseInt` of every two digits takes ten times as long. */
function nibble(code: number): number {
  return code < 97 ? code - 48 : code - 87;
}

/** An offset or length: at most 2^48, which is already far beyond any calldata. */
function readCount(data: AbiData, at: number): number | Unknown {
  const end = data.origin + (at + WORD_BYTES) * 2;
  if (end > data.hex.length) return ENDS_EARLY;
  const high = data.hex.slice(end - WORD_DIGITS, end - 12);
  const count = Number(`0x${data.hex.slice(end - 12, end)}`);
  return /[^0]/.test(high) || !Number.isSafeInteger(count) ? MALFORMED : count;
}

function holds(data: AbiData, at: number, length: number): boolean {
  return data.origin + (at + length) * 2 <= data.hex.length;
}
