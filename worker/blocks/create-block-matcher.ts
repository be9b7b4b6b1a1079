import { setImmediate as breathe } from "node:timers/promises";
import type { Logger } from "pino";

import type { RuleMatch } from "~/domain/rules/rule-match";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { FirstSeen } from "../listener/types";
import type { RuleIndex } from "../matcher/rule-index";
import type { FoundMatch } from "../recorder/found-match";
import type { BlockConsumer, MinedBlock, Receipt } from "./types";

/** A pending transaction must not wait longer for a large block to be matched, ms. */
const SLICE_MS = 4;

interface BlockMatcherOptions {
  networkId: string;
  log: Logger;
  /** The rules as they are now. */
  index: () => RuleIndex;
  leaseToken: () => bigint;
  firstSeen: (hash: string) => readonly FirstSeen[];
  matchMined: (
    index: RuleIndex,
    networkId: string,
    mined: { transaction: RpcTransaction; logs: readonly EventLog[]; facts: MinedFacts },
  ) => readonly RuleMatch[];
  wantsReceipts: (index: RuleIndex, networkId: string, block: Omit<MinedBlock, "receipts">) => boolean;
  recorder: {
    add(found: FoundMatch): unknown;
    /** Resolves when everything added so far is committed or kept in the journal. */
    settled(): Promise<void>;
  };
}

/**
 * Matches every mined transaction, whether it was seen pending or not: for one that was, the alert usually exists, and
 * the database makes them one. A transaction that can't be read is left to the log, not to the others.
 */
export function createBlockMatcher(options: BlockMatcherOptions): BlockConsumer {
  const { networkId, log, recorder, firstSeen } = options;

  const match = (block: MinedBlock, transaction: RpcTransaction, at: number) => {
    const receipt = block.receipts?.get(transaction.hash);
    const facts = factsOf(block, at, receipt);
    const found = options.matchMined(options.index(), networkId, { transaction, logs: receipt?.logs ?? [], facts });
    if (found.length === 0) return;
    const seen = firstSeen(transaction.hash);
    for (const one of found) {
      recorder.add({
        networkId,
        leaseToken: options.leaseToken(),
        match: one,
        transaction,
        detection: block.source === "live" ? "mined" : "backfilled",
        seenAtMs: Math.min(seen[0]?.atMs ?? block.arrivedAtMs, block.arrivedAtMs),
        firstSeen: seen,
        mined: facts,
        outcome: null,
      });
    }
  };

  return {
    wantsReceipts: (block) => options.wantsReceipts(options.index(), networkId, block),
    async onBlock(block) {
      let sliceMs = performance.now();
      for (const [at, transaction] of block.transactions.entries()) {
        try {
          match(block, transaction, at);
        } catch (error) {
          log.error({ err: error, txHash: transaction.hash }, "a mined transaction can't be matched");
        }
        if (performance.now() - sliceMs < SLICE_MS) continue;
        await breathe();
        sliceMs = performance.now();
      }
      await recorder.settled();
    },
    // Alerts of a branch that was left are the lifecycle's to open again.
    async onReorganised() {},
  };
}

function factsOf(block: MinedBlock, at: number, receipt: Receipt | undefined): MinedFacts {
  return {
    blockNumber: block.number,
    blockHash: block.hash,
    blockAtMs: block.atMs,
    transactionIndex: at,
    status: receipt?.status ?? null,
    gasUsed: receipt?.gasUsed ?? null,
    effectiveGasPrice: receipt?.effectiveGasPrice ?? null,
  };
}
