import { createHash } from "node:crypto";

import { createMentionFinder } from "~/domain/transactions/unpack/create-mention-finder";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import { readTracedTransactions } from "./traced-transactions";
import { readMainnetTransactions } from "./workload";

/** Nanoseconds on real transactions, medians. */
export interface Cost {
  /** Asking whether calldata carries calls, per transaction that carries none. */
  plainNs: number;
  /** Unpacking, per transaction that carries calls. */
  unpackNs: number;
  /** The scan for `watched` addresses, per transaction. */
  scanAlignedNs: number;
  scanUnalignedNs: number;
  watched: number;
}

const WATCHED = 100_000;
const ROUNDS = 9;

/** Measures what a transaction costs before any rule looks at it. */
export function measureCost(): Cost {
  const transactions = readMainnetTransactions().filter(({ to }) => to !== null);
  const wrapping = transactions.filter(({ input }) => carriesCalls(input));
  const plain = transactions.filter(({ input }) => !carriesCalls(input));
  const addresses = new Set(readTracedTransactions().flatMap(({ calls }) => calls.map(({ to }) => to)));
  for (let index = 0; addresses.size < WATCHED; index++) {
    addresses.add(`0x${createHash("sha1").update(String(index)).digest("hex")}`);
  }
  const finder = createMentionFinder(addresses);
  let sink = 0;
  const cost = {
    plainNs: timeEach(plain, 20, ({ input }) => {
      sink += carriesCalls(input) ? 1 : 0;
    }),
    unpackNs: timeEach(wrapping, 200, (transaction) => {
      sink += unpackCalls(transaction).calls.length;
    }),
    scanAlignedNs: timeEach(transactions, 10, ({ input }) => {
      sink += finder.find(input).length;
    }),
    scanUnalignedNs: timeEach(transactions, 5, ({ input }) => {
      sink += finder.findUnaligned(input).length;
    }),
    watched: addresses.size,
  };
  if (sink === 0) throw new Error("Nothing was found, so nothing was measured.");
  return cost;
}

function timeEach<T>(items: readonly T[], repeats: number, run: (item: T) => void): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) for (const item of items) run(item);
    times.push(((performance.now() - startedAt) * 1e6) / repeats / items.length);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
