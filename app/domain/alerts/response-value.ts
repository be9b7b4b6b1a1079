import type { AbiType } from "~/domain/transactions/abi-type";
import { normalizeAddress } from "~/domain/transactions/address";

/** A value as ethers encodes it. */
export type EncodableValue = string | bigint | boolean | EncodableValue[];

/** A value that does not fit its parameter; the message goes on after the argument's name: "must be an address". */
export class ResponseValueError extends Error {
  override readonly name = "ResponseValueError";
}

/**
 * Makes a value fit a parameter's type, strictly: an overflow or a length that is wrong would be another call.
 *
 * @param value text as people write it or as a decoded argument has it (integers in decimal or 0x-hex), true or false,
 *   a list for arrays and tuples.
 * @throws ResponseValueError
 */
export function responseValue(value: unknown, type: AbiType): EncodableValue {
  switch (type.kind) {
    case "array":
      return listOf(value, type.length).map((element) => responseValue(element, type.item));
    case "tuple":
      return listOf(value, type.components.length).map((element, at) => responseValue(element, componentAt(type, at)));
    case "bool":
      if (value === true || value === "true") return true;
      if (value === false || value === "false") return false;
      throw new ResponseValueError("must be true or false");
    case "uint":
    case "int":
      return integer(value, type.kind === "int", type.bits);
    case "address": {
      const read = normalizeAddress(textOf(value, "an address"));
      if (!read.ok) throw new ResponseValueError(`must be an address: ${read.detail}`);
      return read.address;
    }
    case "bytes":
      return bytes(value, null);
    case "fixedBytes":
      return bytes(value, type.size);
    case "string":
      return wellFormed(textOf(value, "text"));
  }
}

/** What a tuple of `listOf`'s length has at a place. */
function componentAt({ components }: Extract<AbiType, { kind: "tuple" }>, at: number): AbiType {
  const component = components[at];
  if (component === undefined) throw new ResponseValueError(`must have ${components.length} elements`);
  return component;
}

function listOf(value: unknown, length: number | null): unknown[] {
  if (!Array.isArray(value)) throw new ResponseValueError('must be a list such as ["1", "2"]');
  if (length !== null && value.length !== length) {
    throw new ResponseValueError(`must be a list of ${length}, but has ${value.length}`);
  }
  return value;
}

function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new ResponseValueError(`must be ${what}`);
}

/** Half of a surrogate pair has no UTF-8. */
function wellFormed(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new ResponseValueError("must be text that UTF-8 can hold");
  return text;
}

function integer(value: unknown, isSigned: boolean, bits: number): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new ResponseValueError("must be a whole number; write large ones in quotes");
  }
  const text = String(value).trim();
  const isReadable = typeof value === "string" || typeof value === "number";
  if (!isReadable || !/^(-?\d{1,78}|0x[0-9a-fA-F]{1,64})$/.test(text)) {
    throw new ResponseValueError("must be a whole number");
  }
  const read = BigInt(text);
  const [least, most] = isSigned
    ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
    : [0n, 2n ** BigInt(bits) - 1n];
  if (read < least || read > most)
    throw new ResponseValueError(`does not fit into ${isSigned ? "int" : "uint"}${bits}`);
  return read;
}

function bytes(value: unknown, size: number | null): string {
  const text = textOf(value, "bytes").trim();
  if (!/^0x([0-9a-fA-F]{2})*$/.test(text)) throw new ResponseValueError("must be bytes: 0x and pairs of hex digits");
  const length = (text.length - 2) / 2;
  if (size !== null && length !== size) throw new ResponseValueError(`must be ${size} bytes, but has ${length}`);
  return text.toLowerCase();
}
