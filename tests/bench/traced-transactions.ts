import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const FILE = new URL("../data/mainnet-traces.ndjson.gz", import.meta.url);

/** One call inside a traced transaction. */
export interface TracedCall {
  /** Where in the tree, such as `3.0.1`; empty for the transaction's own. */
  at: string;
  kind: string;
  from: string;
  to: string;
  /** `0x` for a plain transfer. */
  selector: string;
  /** Why it was reverted; null when it was not. */
  error: string | null;
}

/** A mainnet transaction with every call that it made. */
export interface TracedTransaction {
  hash: string;
  from: string;
  to: string;
  input: string;
  calls: readonly TracedCall[];
}

/** The real transactions of `tests/data` whose traces are known. */
export function readTracedTransactions(): TracedTransaction[] {
  const lines = gunzipSync(readFileSync(FILE)).toString().trimEnd().split("\n");
  return lines.map((line) => {
    const { hash, from, to, input, calls } = JSON.parse(line) as Omit<TracedTransaction, "calls"> & {
      calls: (string | null)[][];
    };
    const read = calls.map(([at, kind, caller, called, selector, _value, error]) => ({
      at: at ?? "",
      kind: kind ?? "",
      from: caller ?? "",
      to: called ?? "",
      selector: selector ?? "0x",
      error: error ?? null,
    }));
    return { hash, from, to, input, calls: read };
  });
}
