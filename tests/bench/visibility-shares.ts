import { createMentionFinder, type MentionFinder } from "~/domain/transactions/unpack/create-mention-finder";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import { readTracedTransactions, type TracedCall, type TracedTransaction } from "./traced-transactions";
import { readMainnetTransactions } from "./workload";

/** Each sees what those before it see, and more. */
export const LEVELS = ["topLevel", "unpacked", "scanAligned", "scanUnaligned"] as const;
type Level = (typeof LEVELS)[number];
type Counts = Record<Level, number>;

/** How many of the calls that real transactions made, each means of looking at calldata alone would have seen. */
export interface Shares {
  transactions: number;
  /** Those that call a function which carries calls. */
  wrapping: number;
  /** (transaction, contract): some call of the contract. */
  pairs: { all: number; seen: Counts };
  /** Those whose contract is not the transaction's `to`. */
  insidePairs: { all: number; seen: Counts };
  /** (transaction, contract, selector). The scan finds a contract, not which function: counted as candidates. */
  calls: { all: number; seen: Counts };
  /** The same with delegatecalls, where the contract is the code that runs: a multicall's parts, a proxy's script. */
  runs: { all: number; seen: Counts };
  /** Contracts that at least five transactions call; `seen`: in one of them at least. */
  contracts: { all: number; seen: Counts };
  /** What the scan finds, and how much of it the transaction really called (call, staticcall or delegatecall). */
  mentions: Record<"scanAligned" | "scanUnaligned", { all: number; called: number }>;
  /** (transaction, contract, selector) that unpacking reads inside calldata, and how many the trace confirms. */
  unpacked: { all: number; called: number };
  /** Of the real transactions without traces, years younger: what unpacking finds there. */
  untraced: { transactions: number; wrapping: number; carried: number; toOthers: number };
}

const MIN_TRANSACTIONS = 5;
const SELECTOR = 10;
const none = (): Counts => ({ topLevel: 0, unpacked: 0, scanAligned: 0, scanUnaligned: 0 });

/**
 * Counts over the traced transactions of `tests/data`. A call is a CALL with at least a selector, reverted ones too: no
 * plain transfers, no staticcalls, no delegatecalls (library code).
 */
export function measureShares(): Shares {
  const transactions = readTracedTransactions();
  const called = new Set(transactions.flatMap((each) => callsOf(each).map(({ to }) => to)));
  const finder = createMentionFinder(called);
  const shares: Shares = {
    transactions: transactions.length,
    wrapping: transactions.filter(({ input }) => carriesCalls(input)).length,
    pairs: { all: 0, seen: none() },
    insidePairs: { all: 0, seen: none() },
    calls: { all: 0, seen: none() },
    runs: { all: 0, seen: none() },
    contracts: { all: 0, seen: none() },
    mentions: { scanAligned: { all: 0, called: 0 }, scanUnaligned: { all: 0, called: 0 } },
    unpacked: { all: 0, called: 0 },
    untraced: measureUntraced(),
  };
  const touched = new Map<string, { transactions: number; seenBy: Set<Level> }>();
  for (const transaction of transactions) countOne(shares, transaction, finder, touched);
  for (const { transactions: count, seenBy } of touched.values()) {
    if (count < MIN_TRANSACTIONS) continue;
    shares.contracts.all += 1;
    for (const level of seenBy) shares.contracts.seen[level] += 1;
  }
  return shares;
}

function measureUntraced(): Shares["untraced"] {
  const transactions = readMainnetTransactions();
  const wrapping = transactions.filter(({ to, input }) => to !== null && carriesCalls(input));
  const carried = wrapping.map((transaction) => unpackCalls(transaction).calls.slice(1));
  return {
    transactions: transactions.length,
    wrapping: wrapping.length,
    carried: carried.flat().length,
    toOthers: wrapping.reduce(
      (sum, { to }, at) => sum + (carried[at]?.filter((call) => call.to !== to).length ?? 0),
      0,
    ),
  };
}

const callsOf = ({ calls }: TracedTransaction, kinds = ["call"]) =>
  calls.filter(({ kind, selector }) => kinds.includes(kind) && selector.length === SELECTOR);

function countOne(
  shares: Shares,
  transaction: TracedTransaction,
  finder: MentionFinder,
  touched: Map<string, { transactions: number; seenBy: Set<Level> }>,
): void {
  const calls = callsOf(transaction);
  const sites = unpackCalls({ ...transaction, value: "0x0" }).calls;
  const aligned = new Set(finder.find(transaction.input));
  const unaligned = new Set(finder.findUnaligned(transaction.input));
  const unpackedContracts = new Set(sites.map(({ to }) => to));
  const unpackedCalls = new Set(sites.map(({ to, input }) => keyOf(to, input)));
  const levelOf = (contract: string, isTop: boolean, isUnpacked: boolean): Level | null => {
    if (isTop) return "topLevel";
    if (isUnpacked) return "unpacked";
    if (aligned.has(contract)) return "scanAligned";
    return unaligned.has(contract) ? "scanUnaligned" : null;
  };

  for (const contract of new Set(calls.map(({ to }) => to))) {
    const level = levelOf(contract, contract === transaction.to, unpackedContracts.has(contract));
    count(shares.pairs, level);
    if (contract !== transaction.to) count(shares.insidePairs, level);
    const one = touched.get(contract) ?? { transactions: 0, seenBy: new Set<Level>() };
    one.transactions += 1;
    for (const each of from(level)) one.seenBy.add(each);
    touched.set(contract, one);
  }
  const own = keyOf(transaction.to, transaction.input);
  const countFunctions = (counter: { all: number; seen: Counts }, made: readonly TracedCall[]) => {
    for (const key of new Set(made.map(({ to, selector }) => keyOf(to, selector)))) {
      const contract = key.slice(0, key.indexOf(" "));
      count(counter, levelOf(contract, key === own, unpackedCalls.has(key)));
    }
  };
  countFunctions(shares.calls, calls);
  countFunctions(shares.runs, callsOf(transaction, ["call", "delegatecall"]));

  const reached = new Set(transaction.calls.map(({ to }) => to));
  const tally = (counter: { all: number; called: number }, found: Iterable<string>) => {
    for (const contract of found) {
      counter.all += 1;
      if (reached.has(contract)) counter.called += 1;
    }
  };
  tally(shares.mentions.scanAligned, aligned);
  tally(shares.mentions.scanUnaligned, unaligned);
  const made = new Set(transaction.calls.map(({ to, selector }) => keyOf(to, selector)));
  for (const key of new Set(sites.slice(1).map(({ to, input }) => keyOf(to, input)))) {
    shares.unpacked.all += 1;
    if (made.has(key)) shares.unpacked.called += 1;
  }
}

const keyOf = (to: string, input: string) => `${to} ${input.slice(0, SELECTOR)}`;

/** The level and all that see more. */
const from = (level: Level | null) => (level === null ? [] : LEVELS.slice(LEVELS.indexOf(level)));

function count(counter: { all: number; seen: Counts }, level: Level | null): void {
  counter.all += 1;
  for (const each of from(level)) counter.seen[each] += 1;
}
