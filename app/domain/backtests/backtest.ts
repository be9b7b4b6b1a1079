import { z } from "zod";

import { Hash, Id, NetworkName, Severity, Timestamp } from "~/domain/shared-schemas";

/** Blocks that one backtest may read: about two weeks of Ethereum. */
export const MAX_BACKTEST_BLOCKS = 100_000;
/** The recorded mempool goes back this far at most. */
export const MAX_BACKTEST_HOURS = 24;
/** Matches that are shown one by one. */
export const MAX_EXAMPLES = 20;

/** What is replayed: blocks (both ends included), or what was recorded of the mempool between two times. */
export const BacktestRange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("blocks"), fromBlock: z.int(), toBlock: z.int() }),
  z.object({ kind: z.literal("mempool"), from: Timestamp, to: Timestamp }),
]);
export type BacktestRange = z.infer<typeof BacktestRange>;

/** What a backtest was asked for, as its job shows it. */
export const BacktestInput = z.object({
  /** Null for a rule that was never saved. */
  ruleId: Id.nullable(),
  ruleName: z.string(),
  severity: Severity,
  network: NetworkName,
  range: BacktestRange,
});
export type BacktestInput = z.infer<typeof BacktestInput>;

/** How far it has got, in blocks or in recorded transactions. */
export const BacktestProgress = z.object({
  done: z.int(),
  total: z.int(),
  unit: z.enum(["blocks", "transactions"]),
  /** Transactions that the rule was asked of. */
  transactions: z.int(),
  /** How often a worker had to take it up again. */
  restarts: z.int(),
});
export type BacktestProgress = z.infer<typeof BacktestProgress>;

/** One transaction that the rule matches. */
export const BacktestExample = z.object({
  txHash: Hash,
  /** Null for one that was recorded while it waited. */
  blockNumber: z.int().nullable(),
  at: Timestamp,
  title: z.string(),
  description: z.string(),
  /** Whether it would have been told to the rule's channels. */
  pages: z.boolean(),
  /** Why it could not be evaluated; null when it matches for certain. */
  uncertain: z.string().nullable(),
});
export type BacktestExample = z.infer<typeof BacktestExample>;

/** What a backtest has found; what is there of it while it runs. */
export const BacktestResult = z.object({
  /** Alerts the rule would have made, the uncertain ones among them. */
  matches: z.int(),
  /** Of `matches`, those whose condition could not be evaluated. */
  uncertain: z.int(),
  /** Of `matches`, those that would have been told to the rule's channels, after cooldown and threshold. */
  pages: z.int(),
  /** Days (UTC) with matches, in order. */
  perDay: z.array(z.object({ day: z.iso.date(), matches: z.int(), pages: z.int() })),
  /** The first of them. */
  examples: z.array(BacktestExample),
  /** What could not be read, and what the figures leave out. */
  notes: z.array(z.string()),
});
export type BacktestResult = z.infer<typeof BacktestResult>;
