import { MALFORMED, uintAt, WORD } from "./calldata-words";
import { type Budget, type InnerCall, spend } from "./inner-calls";
import type { Carrier } from "./read-call-fields";

const ADDRESS = 40;
/** Digits of a CallsScript's length, 4 bytes. */
const SCRIPT_LENGTH = 8;
const CALLS_SCRIPT = "00000001";
const ZERO_ADDRESS = "0".repeat(ADDRESS);
/** The rest of an entry's head and some data: 1 KiB. */
const PAST_END = "0".repeat(2_048);

/**
 * The entries of Safe's MultiSend, back to back without padding: operation (1 byte), to (20), value (32), length of the
 * data (32), data. An address of zero means the contract that runs it (MultiSend 1.5).
 *
 * Its assembly checks no bounds: an entry that ends behind the last byte runs with zeros there, and less than a word left
 * over is ignored.
 *
 * @param packed Digits, without 0x.
 */
export function readMultiSend(packed: string, carrier: Carrier, budget: Budget, found: InnerCall[]): void {
  const padded = packed + PAST_END;
  let at = 0;
  while (at + WORD < packed.length) {
    const toAt = at + 2;
    const valueAt = toAt + ADDRESS;
    const lengthAt = valueAt + WORD;
    const dataAt = lengthAt + WORD;
    const end = dataAt + 2 * numberAt(padded, lengthAt, WORD);
    const data = padded.slice(dataAt, end);
    if (!spend(budget, data.length / 2)) return;
    const operation = padded.slice(at, toAt);
    const digits = padded.slice(toAt, valueAt);
    const to = digits === ZERO_ADDRESS ? carrier.self : `0x${digits}`;
    const runs = operation === "00" ? "call" : operation === "01" ? "delegatecall" : null;
    if (runs !== null && to !== "") {
      const value = runs === "call" ? uintAt(padded, valueAt) : carrier.value;
      found.push({ to, input: `0x${data}`, value, runs, own: false });
    }
    at = end;
  }
}

/**
 * The entries of Aragon's CallsScript: script id 1 (4 bytes), then to (20), length of the data (4), data each. Scripts
 * of another kind carry nothing that can be read.
 *
 * @param script Digits, without 0x.
 * @throws {Error} MALFORMED
 */
export function readCallsScript(script: string, budget: Budget, found: InnerCall[]): void {
  if (!script.startsWith(CALLS_SCRIPT)) return;
  let at = CALLS_SCRIPT.length;
  while (at < script.length) {
    const dataAt = at + ADDRESS + SCRIPT_LENGTH;
    if (dataAt > script.length) throw MALFORMED;
    const end = dataAt + 2 * numberAt(script, at + ADDRESS, SCRIPT_LENGTH);
    if (end > script.length) throw MALFORMED;
    if (!spend(budget, (end - dataAt) / 2)) return;
    const to = `0x${script.slice(at, at + ADDRESS)}`;
    found.push({ to, input: `0x${script.slice(dataAt, end)}`, value: 0n, runs: "call", own: false });
    at = end;
  }
}

/** Exact up to 2^53, and inexact only far beyond the end of any calldata. */
function numberAt(packed: string, at: number, digits: number): number {
  return Number.parseInt(packed.slice(at, at + digits), 16);
}
