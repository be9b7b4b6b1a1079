import type { FieldError } from "~/domain/errors";
import { normalizeAddress } from "~/domain/transactions/address";
import { MAX_LIST_ADDRESSES } from "./address-list";

/** What is to become of a list's addresses, as somebody gave it. */
export interface AddressChange {
  add: readonly string[];
  remove: readonly string[];
  /** The list has what `add` names, and nothing else. */
  replace: boolean;
}

/** The same in lower case, each address once. */
export interface CleanAddressChange {
  add: string[];
  remove: string[];
  replace: boolean;
}

/** Addresses read at once; those that mix cases take a hash each, and others wait for the same thread. */
const PART = 2_000;
const MAX_SHOWN = 60;

/** Reads every address, and tells all that are wrong. Gives way to other work in between. */
export async function readAddressChange({
  add,
  remove,
  replace,
}: AddressChange): Promise<{ change: CleanAddressChange } | { errors: FieldError[] }> {
  const errors: FieldError[] = [];
  const added = await readAll(add, "/add", errors);
  const removed = await readAll(remove, "/remove", errors);
  if (replace && remove.length > 0) {
    const detail = "must be empty when the list is replaced: it then has what add names, and nothing else";
    errors.push({ pointer: "/remove", detail, code: "not_applicable" });
  }
  if (!replace) {
    for (const [address, at] of removed) {
      if (!added.has(address)) continue;
      errors.push({ pointer: `/remove/${at}`, detail: "is to be added too", code: "contradiction" });
    }
  }
  if (added.size > MAX_LIST_ADDRESSES) errors.push(tooLong(added.size));
  return errors.length > 0 ? { errors } : { change: { add: [...added.keys()], remove: [...removed.keys()], replace } };
}

/** What is wrong with a list that would have so many addresses. */
export function tooLong(size: number): FieldError {
  const detail = `the list would have ${size.toLocaleString("en")} addresses; it may have at most 100,000`;
  return { pointer: "/add", detail, code: "list_too_long" };
}

/** Each address with the first place where it stands. */
async function readAll(texts: readonly string[], pointer: string, errors: FieldError[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < texts.length; start += PART) {
    for (const [offset, text] of texts.slice(start, start + PART).entries()) {
      const at = start + offset;
      const read = normalizeAddress(text);
      if (!read.ok) {
        const detail = `Row ${at + 1}, “${text.slice(0, MAX_SHOWN)}”: ${read.detail}`;
        errors.push({ pointer: `${pointer}/${at}`, detail, code: read.code });
      } else if (!found.has(read.address)) found.set(read.address, at);
    }
    if (start + PART < texts.length) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return found;
}
