import { ARGUMENTS, addressAt, bytesAt, lengthAt, MALFORMED, tailAt, WORD } from "./calldata-words";
import { type Budget, type InnerCall, spend } from "./inner-calls";
import { type Carrier, positionsAt, readCallFields } from "./read-call-fields";
import { readExecution } from "./read-execution";
import { readCallsScript, readMultiSend } from "./read-packed-calls";
import type { CallFields, Wrapper } from "./wrapper";

const NONE: readonly InnerCall[] = [];

/**
 * The calls that a wrapper's calldata carries, in order. Never throws: calldata that does not fit the function carries
 * none, for it would revert.
 *
 * @param hex Calldata in lower case, whole bytes.
 */
export function readInnerCalls(hex: string, wrapper: Wrapper, carrier: Carrier, budget: Budget): readonly InnerCall[] {
  const found: InnerCall[] = [];
  try {
    readForm(hex, wrapper, carrier, budget, found);
  } catch (error) {
    if (error !== MALFORMED) throw error;
    return NONE;
  }
  return found;
}

function readForm(hex: string, { reading }: Wrapper, carrier: Carrier, budget: Budget, found: InnerCall[]): void {
  const tail = (slot: number) => tailAt(hex, ARGUMENTS, slot);
  switch (reading.form) {
    case "one": {
      const base = reading.within === undefined ? ARGUMENTS : tail(reading.within);
      const positions = positionsAt(hex, base, reading.fields);
      readCallFields(hex, positions, reading.fields, carrier, budget, found);
      return;
    }
    case "list":
      readList(hex, tail(reading.at), reading.fields, carrier, budget, found);
      return;
    case "lists":
      readLists(hex, tail(reading.at), reading, carrier, budget, found);
      return;
    case "arrays":
      readArrays(hex, reading.fields, carrier, budget, found);
      return;
    case "own":
      readOwn(hex, tail(reading.at), carrier, budget, found);
      return;
    case "ownRest":
      // Called by itself the function has ABI-encoded arguments, which begin with an offset and not with a selector.
      if (!hex.startsWith("00000000", ARGUMENTS)) addOwn(hex.slice(ARGUMENTS), carrier, budget, found);
      return;
    case "multiSend":
      readMultiSend(bytesAt(hex, tail(reading.at)), carrier, budget, found);
      return;
    case "callsScript":
      readCallsScript(bytesAt(hex, tail(reading.at)), budget, found);
      return;
    case "execution":
      readExecution(hex, ARGUMENTS + WORD * reading.mode, tail(reading.at), carrier, budget, found);
      return;
    case "proxyAdmin":
      readProxyAdmin(hex, reading, carrier, budget, found);
      return;
  }
}

/** @returns false when the budget is spent. */
function readList(
  hex: string,
  list: number,
  fields: CallFields,
  carrier: Carrier,
  budget: Budget,
  found: InnerCall[],
): boolean {
  const length = lengthAt(hex, list);
  for (let index = 0; index < length; index++) {
    const positions = positionsAt(hex, tailAt(hex, list + WORD, index), fields);
    if (!readCallFields(hex, positions, fields, carrier, budget, found)) return false;
  }
  return true;
}

function readLists(
  hex: string,
  list: number,
  { inner, fields }: { inner: number; fields: CallFields },
  carrier: Carrier,
  budget: Budget,
  found: InnerCall[],
): void {
  const length = lengthAt(hex, list);
  for (let index = 0; index < length; index++) {
    if (!spend(budget, 0)) return;
    const tuple = tailAt(hex, list + WORD, index);
    if (!readList(hex, tailAt(hex, tuple, inner), fields, carrier, budget, found)) return;
  }
}

/**
 * Arrays of unequal length revert in nearly every contract; where one does not mind, the calls are as many as there are
 * both targets and data, and a missing value is none (SimpleAccount allows no values at all).
 */
function readArrays(hex: string, fields: CallFields, carrier: Carrier, budget: Budget, found: InnerCall[]): void {
  const arrayAt = (slot: number) => tailAt(hex, ARGUMENTS, slot);
  if (fields.to === "self") throw MALFORMED;
  const to = arrayAt(fields.to);
  const data = arrayAt(fields.data);
  const value = typeof fields.value === "number" ? arrayAt(fields.value) : null;
  const signature = fields.signature === undefined ? null : arrayAt(fields.signature);
  const operation = fields.operation === undefined ? null : arrayAt(fields.operation.at);
  const values = value === null ? 0 : lengthAt(hex, value);
  const signatures = signature === null ? 0 : lengthAt(hex, signature);
  const operations = operation === null ? 0 : lengthAt(hex, operation);
  const length = Math.min(lengthAt(hex, to), lengthAt(hex, data));
  for (let index = 0; index < length; index++) {
    const word = WORD * (index + 1);
    const positions = {
      to: to + word,
      data: tailAt(hex, data + WORD, index),
      value: value === null || index >= values ? null : value + word,
      signature: signature === null || index >= signatures ? null : tailAt(hex, signature + WORD, index),
      operation: operation === null || index >= operations ? null : operation + word,
    };
    if (!readCallFields(hex, positions, fields, carrier, budget, found)) return;
  }
}

function readOwn(hex: string, list: number, carrier: Carrier, budget: Budget, found: InnerCall[]): void {
  const length = lengthAt(hex, list);
  for (let index = 0; index < length; index++) {
    const data = bytesAt(hex, tailAt(hex, list + WORD, index));
    if (!addOwn(data, carrier, budget, found)) return;
  }
}

function addOwn(data: string, { self, value }: Carrier, budget: Budget, found: InnerCall[]): boolean {
  if (!spend(budget, data.length / 2)) return false;
  if (self !== "") found.push({ to: self, input: `0x${data}`, value, runs: "delegatecall", own: true });
  return true;
}

/** Writes the calldata that the proxy gets: (address), or (address, bytes) as the ABI encodes it. */
function readProxyAdmin(
  hex: string,
  { selector, withData }: { selector: string; withData: boolean },
  { value }: Carrier,
  budget: Budget,
  found: InnerCall[],
): void {
  const to = addressAt(hex, ARGUMENTS);
  let input = `${selector}${addressAt(hex, ARGUMENTS + WORD)
    .slice(2)
    .padStart(WORD, "0")}`;
  if (withData) {
    const data = bytesAt(hex, tailAt(hex, ARGUMENTS, 2));
    const padded = data.padEnd(WORD * Math.ceil(data.length / WORD), "0");
    const word = (count: number) => count.toString(16).padStart(WORD, "0");
    input += `${word(64)}${word(data.length / 2)}${padded}`;
  }
  if (!spend(budget, input.length / 2 - 1)) return;
  found.push({ to, input, value: withData ? value : 0n, runs: "call", own: false });
}
