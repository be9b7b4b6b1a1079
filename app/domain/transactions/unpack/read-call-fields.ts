import { keccak256 } from "ethers";

import { addressAt, byteAt, bytesAt, MALFORMED, tailAt, uintAt, WORD } from "./calldata-words";
import { type Budget, type InnerCall, spend, spendSignature } from "./inner-calls";
import type { CallFields } from "./wrapper";

/** What the fields of a call are read for: the contract whose function carries it. */
export interface Carrier {
  /** The contract that runs: lower case, empty when not known. */
  self: string;
  /** Wei that came with the outer call. */
  value: bigint;
}

const MAX_SIGNATURE_BYTES = 256;
const ZERO_TARGET = `0x${"0".repeat(40)}`;

/**
 * Positions of a call's fields: of the word itself for static ones, of the length word for `bytes` and `string`.
 * Null: the function has none.
 */
export interface FieldPositions {
  to: number | null;
  data: number;
  value: number | null;
  signature: number | null;
  operation: number | null;
}

/** Positions of a call's fields in a head (of arguments, or of a tuple) that begins at `base`. @throws {Error} MALFORMED */
export function positionsAt(hex: string, base: number, fields: CallFields): FieldPositions {
  const { to, data, value, signature, operation } = fields;
  return {
    to: to === "self" ? null : base + WORD * to,
    data: tailAt(hex, base, data),
    value: typeof value === "number" ? base + WORD * value : null,
    signature: signature === undefined ? null : tailAt(hex, base, signature),
    operation: operation === undefined ? null : base + WORD * operation.at,
  };
}

/**
 * Reads one call and adds it to `found`, unless it makes no call.
 *
 * @returns false when the budget is spent.
 * @throws {Error} MALFORMED
 */
export function readCallFields(
  hex: string,
  at: FieldPositions,
  fields: CallFields,
  carrier: Carrier,
  budget: Budget,
  found: InnerCall[],
): boolean {
  const data = bytesAt(hex, at.data);
  if (!spend(budget, data.length / 2)) return false;
  const to = at.to === null ? carrier.self : addressAt(hex, at.to);
  const runs = runsHow(hex, at.operation, fields);
  if (runs === null || to === "") return true;
  if (fields.unless === "noData" && data === "") return true;
  if (fields.unless === "noTarget" && to === ZERO_TARGET) return true;
  const signature = at.signature === null ? "" : bytesAt(hex, at.signature);
  if (signature !== "" && !spendSignature(budget)) return false;
  found.push({
    to,
    input: `0x${selectorOf(signature)}${data}`,
    // A delegatecall sends nothing: its code sees the value that came with the outer call.
    value: runs === "delegatecall" ? carrier.value : valueAt(hex, at.value, fields, carrier),
    runs,
    own: runs === "delegatecall" && fields.to === "self",
  });
  return true;
}

function runsHow(hex: string, at: number | null, { operation, runs = "call" }: CallFields): InnerCall["runs"] | null {
  if (at === null || operation === undefined) return runs;
  const number = byteAt(hex, at);
  if (number === operation.call) return "call";
  return number === operation.delegatecall ? "delegatecall" : null;
}

function valueAt(hex: string, at: number | null, fields: CallFields, carrier: Carrier): bigint {
  if (at !== null) return uintAt(hex, at);
  return fields.value === "carried" ? carrier.value : 0n;
}

/** The selector's digits for a signature given as the digits of its UTF-8; none when it is empty. */
function selectorOf(signature: string): string {
  if (signature === "") return "";
  if (signature.length > 2 * MAX_SIGNATURE_BYTES) throw MALFORMED;
  return keccak256(`0x${signature}`).slice(2, 10);
}
