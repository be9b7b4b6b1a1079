import type { Logger } from "pino";

import { createReceiptReader, type ReceiptReader } from "./create-receipt-reader";
import { type FetchedBlock, fetchBlock } from "./fetch-block";
import type { BlockRpc } from "./request-many";
import type { BlockConsumer, MinedBlock } from "./types";

/** After so many failures of the same block it is read without the receipts that no node has. */
const LENIENT_AFTER = 5;

/** A block on its way to the consumers. */
export type BareBlock = Omit<MinedBlock, "receipts">;

/**
 * Hands blocks to the consumers, one block at a time: a live one before any that a back-fill has ready. A block that is
 * handed over again after a failure reaches only those consumers that have not kept it yet.
 */
export class BlockFeed {
  private readonly receipts: ReceiptReader;
  /** What failed last: how often, and who has it already. */
  private readonly unfinished = new Map<string, { failures: number; done: Set<BlockConsumer> }>();
  private turn: Promise<unknown> = Promise.resolve();
  private waitingLive = 0;
  private onLiveDone: (() => void)[] = [];

  constructor(
    private readonly rpc: BlockRpc,
    private readonly consumers: readonly BlockConsumer[],
    private readonly log: Logger,
  ) {
    this.receipts = createReceiptReader(rpc, log);
  }

  /** Live work, before which no back-filled block is handed over. */
  async live<T>(work: () => Promise<T>): Promise<T> {
    this.waitingLive++;
    try {
      return await work();
    } finally {
      this.waitingLive--;
      if (this.waitingLive === 0) for (const wake of this.onLiveDone.splice(0)) wake();
    }
  }

  /** Resolves when no live block is being read. */
  async untilLiveIsDone(): Promise<void> {
    while (this.waitingLive > 0) await new Promise<void>((resolve) => this.onLiveDone.push(resolve));
  }

  /** A block with the receipts that its consumers want; null when no node knows it. */
  async fetch(
    id: { hash: string } | { number: bigint },
    seen: { source: MinedBlock["source"]; arrivedAtMs: number | null },
  ): Promise<MinedBlock | null> {
    const block = await fetchBlock(this.rpc, id);
    if (!block) return null;
    const { unreadable, ...facts } = block;
    if (unreadable > 0) this.log.warn({ blockNumber: String(block.number), unreadable }, "a block has odd entries");
    const bare: BareBlock = { ...facts, arrivedAtMs: seen.arrivedAtMs ?? Date.now(), source: seen.source };
    return { ...bare, receipts: await this.fetchReceipts(bare, block) };
  }

  /** Hands it to every consumer in turn; resolves when all have kept what they found. */
  hand(block: MinedBlock): Promise<void> {
    return this.inTurn(async () => {
      const { done } = this.unfinished.get(block.hash) ?? { done: new Set() };
      try {
        for (const consumer of this.consumers) {
          if (done.has(consumer)) continue;
          await consumer.onBlock(block);
          done.add(consumer);
        }
      } catch (error) {
        this.fails(block.hash, done);
        throw error;
      }
      this.unfinished.delete(block.hash);
    });
  }

  /** Tells every consumer that blocks are no longer part of the chain; the highest first. */
  orphan(blocks: readonly { number: bigint; hash: string }[]): Promise<void> {
    if (blocks.length === 0) return Promise.resolve();
    return this.inTurn(async () => {
      for (const consumer of this.consumers) await consumer.onReorganised(blocks);
    });
  }

  private async fetchReceipts(bare: BareBlock, block: FetchedBlock): Promise<MinedBlock["receipts"]> {
    const wants = await Promise.all(this.consumers.map((consumer) => consumer.wantsReceipts(bare)));
    if (!wants.includes(true)) return null;
    try {
      return await this.receipts.read(block, {
        isLenient: (this.unfinished.get(block.hash)?.failures ?? 0) >= LENIENT_AFTER,
      });
    } catch (error) {
      this.fails(block.hash, this.unfinished.get(block.hash)?.done ?? new Set());
      throw error;
    }
  }

  private fails(hash: string, done: Set<BlockConsumer>): void {
    const failures = (this.unfinished.get(hash)?.failures ?? 0) + 1;
    this.unfinished.delete(hash);
    this.unfinished.set(hash, { failures, done });
    // Blocks of a branch that was left never come again.
    for (const oldest of this.unfinished.keys()) {
      if (this.unfinished.size <= 64) break;
      this.unfinished.delete(oldest);
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
