import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";

import { createReceiptReader } from "../blocks/create-receipt-reader";
import { type FetchedBlock, fetchBlock } from "../blocks/fetch-block";
import type { BlockRpc } from "../blocks/request-many";
import type { Receipt } from "../blocks/types";
import { RpcError } from "../listener/rpc-errors";

/** A block with the receipts that the rule needs; null when it needs none. */
export interface ReadBlock extends FetchedBlock {
  receipts: ReadonlyMap<string, Receipt> | null;
  /** Some receipts could not be had. */
  isIncomplete: boolean;
}

/** A backtest that can't go on, in a sentence for whoever asked for it. */
export class ReplayFailure extends Error {
  override readonly name = "ReplayFailure";
}

interface ReadOptions {
  rpc: BlockRpc;
  log: Logger;
  signal: AbortSignal;
  wantsReceipts: (block: FetchedBlock) => boolean;
}

/** Read ahead at once: live blocks must not queue behind a backtest's. */
const CONCURRENCY = 2;
/** While no endpoint answers a backtest waits this long before it gives up. */
const AWAY_MS = 300_000;
const RETRY_MS = [250, 1_000, 2_000];

/**
 * Reads blocks by number, in order, two at a time. While no endpoint answers it waits.
 *
 * @throws ReplayFailure when a block or its receipts can't be had.
 */
export async function* readBlocks(
  { from, to }: { from: number; to: number },
  options: ReadOptions,
): AsyncGenerator<ReadBlock> {
  const receipts = createReceiptReader(options.rpc, options.log);
  const ahead: Promise<ReadBlock>[] = [];
  let next = from;
  const fill = () => {
    while (ahead.length < CONCURRENCY && next <= to) {
      const reading = readBlock(next++, receipts, options);
      // It is awaited in its turn; until then its failure is nobody's.
      reading.catch(() => undefined);
      ahead.push(reading);
    }
  };
  for (fill(); ahead.length > 0; fill()) {
    const reading = ahead.shift();
    if (reading !== undefined) yield await reading;
  }
}

async function readBlock(
  number: number,
  receipts: ReturnType<typeof createReceiptReader>,
  { rpc, signal, wantsReceipts }: ReadOptions,
): Promise<ReadBlock> {
  const what = `block ${number}`;
  const block = await insist(what, signal, () => fetchBlock(rpc, { number: BigInt(number) }));
  if (block === null) {
    throw new ReplayFailure(`No endpoint has block ${number}. It may keep no history that far back.`);
  }
  if (!wantsReceipts(block)) return { ...block, receipts: null, isIncomplete: false };
  let strictTries = 0;
  const read = await insist(`receipts of ${what}`, signal, async () => {
    strictTries += 1;
    return receipts.read(block, { isLenient: strictTries > RETRY_MS.length });
  });
  return { ...block, receipts: read, isIncomplete: (read?.size ?? 0) < block.transactions.length };
}

/** Null when it is not there, even after some tries. */
async function insist<T>(what: string, signal: AbortSignal, ask: () => Promise<T | null>): Promise<T | null> {
  const startedAtMs = Date.now();
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    let failure: unknown;
    try {
      const answer = await ask();
      if (answer !== null) return answer;
      if (tries >= RETRY_MS.length) return null;
    } catch (error) {
      failure = error;
    }
    if (failure instanceof RpcError && tries >= RETRY_MS.length) {
      throw new ReplayFailure(`The node refuses to give ${what}: ${failure.message}`);
    }
    if (failure !== undefined && Date.now() - startedAtMs > AWAY_MS) {
      throw new ReplayFailure(`No endpoint has given ${what} for five minutes.`);
    }
    await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)], undefined, { signal });
  }
}
