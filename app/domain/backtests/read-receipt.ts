import { z } from "zod";

import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,32}$/i)
  .transform(BigInt);
const bytes = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/i)
  .toLowerCase();
const word = bytes.length(66);

/** The part of a receipt (execution-apis `eth_getTransactionReceipt`) that a rule can ask of. */
const Receipt = z.object({
  blockNumber: quantity,
  blockHash: word,
  transactionIndex: quantity.catch(0n),
  /** Blocks before Byzantium have none. */
  status: quantity.nullish(),
  gasUsed: quantity.nullish(),
  effectiveGasPrice: quantity.nullish(),
  logs: z
    .array(
      z.object({
        address: bytes.length(42),
        topics: z.array(word).max(4),
        data: bytes.nullish(),
        logIndex: quantity.catch(0n),
      }),
    )
    .catch([]),
});

/** What a block says of a transaction. */
export interface Mined {
  facts: MinedFacts;
  logs: EventLog[];
}

/** Reads a node's receipt, with the timestamp of its block (ms since the epoch); null when it isn't one. */
export function readReceipt(given: unknown, blockAtMs: number): Mined | null {
  const parsed = Receipt.safeParse(given);
  if (!parsed.success) return null;
  const { status, gasUsed, effectiveGasPrice, logs, ...receipt } = parsed.data;
  return {
    facts: {
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
      blockAtMs,
      transactionIndex: Number(receipt.transactionIndex),
      status: status === null || status === undefined ? null : status === 0n ? "Failure" : "Success",
      gasUsed: gasUsed ?? null,
      effectiveGasPrice: effectiveGasPrice ?? null,
    },
    logs: logs.map(({ data, logIndex, ...log }) => ({ ...log, data: data ?? "0x", logIndex: Number(logIndex) })),
  };
}
