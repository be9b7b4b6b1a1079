import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";

import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { BlockRpc } from "../blocks/request-many";
import { matchMined } from "../matcher/match-mined";
import type { RuleIndex } from "../matcher/rule-index";
import { wantsReceipts } from "../matcher/wants-receipts";
import { type ReadBlock, ReplayFailure, readBlocks } from "./read-blocks";
import { inSlices, type ReplayStep } from "./replay-step";
import type { Tally } from "./tally";

/** How hard a backtest may press on the node and on the thread that it shares with live detection. */
export interface ReplayPace {
  blocksPerSecond: number;
  /** The most of the thread's time that it takes. */
  maxShare: number;
}

interface BlockReplay {
  networkId: string;
  range: { fromBlock: number; toBlock: number };
  /** The block to go on with. */
  next: number;
  index: RuleIndex;
  tally: Tally;
  rpc: BlockRpc;
  log: Logger;
  signal: AbortSignal;
  pace: ReplayPace;
}

/**
 * Replays a range of blocks, with receipts where the rule needs them.
 *
 * @throws ReplayFailure
 */
export async function* replayBlocks(replay: BlockReplay): AsyncGenerator<ReplayStep> {
  const { networkId, range, next, index, tally, rpc, log, signal, pace } = replay;
  const to = await lastBlock(replay);
  const blocks = readBlocks(
    { from: next, to },
    { rpc, log, signal, wantsReceipts: (block) => wantsReceipts(index, networkId, block) },
  );
  let startedAtMs = performance.now();
  for await (const block of blocks) {
    const beganAtMs = performance.now();
    if (block.isIncomplete && block.receipts !== null) {
      tally.note("Of some blocks not every receipt could be had: events in them may be missing.");
    }
    await ask(replay, block);
    const number = Number(block.number);
    yield { done: number - range.fromBlock + 1, transactions: block.transactions.length, next: number + 1 };
    const tookMs = performance.now() - beganAtMs;
    const byRateMs = 1_000 / pace.blocksPerSecond - (performance.now() - startedAtMs);
    await pause(Math.max(byRateMs, tookMs * (1 / pace.maxShare - 1)), undefined, { signal });
    startedAtMs = performance.now();
  }
}

/** The end of the range, or the chain's head when that comes first. */
async function lastBlock({ range, rpc, tally }: BlockReplay): Promise<number> {
  const head = await rpc.request<unknown>("eth_blockNumber", []).then(
    (answer) => Number(answer),
    () => null,
  );
  // Without an answer the blocks themselves will tell.
  if (head === null || !Number.isSafeInteger(head) || head >= range.toBlock) return range.toBlock;
  if (head < range.fromBlock) {
    throw new ReplayFailure(`The range begins at block ${range.fromBlock}, and the chain has ${head} only.`);
  }
  tally.note(`The chain ends at block ${head}: the rest of the range does not exist yet.`);
  return head;
}

async function ask({ networkId, index, tally }: BlockReplay, block: ReadBlock): Promise<void> {
  await inSlices(block.transactions.entries(), ([at, transaction]) => {
    const facts = factsOf(block, at, transaction);
    const logs = block.receipts?.get(transaction.hash)?.logs ?? [];
    try {
      for (const match of matchMined(index, networkId, { transaction, logs, facts })) {
        tally.add({ match, transaction, facts, atMs: block.atMs });
      }
    } catch {
      // A node may give anything: one that can't be read makes no alert either.
      tally.note(`A transaction of block ${block.number} can't be read.`);
    }
  });
}

function factsOf(block: ReadBlock, at: number, { hash }: RpcTransaction): MinedFacts {
  const receipt = block.receipts?.get(hash);
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
