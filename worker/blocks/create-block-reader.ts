import type { Logger } from "pino";

import type { BlockHead } from "../listener/types";
import { Backfills, type BackfillTuning } from "./backfills";
import { BlockFeed } from "./block-feed";
import type { BlockStore } from "./block-store";
import { type HeardHead, LiveChain } from "./live-chain";
import type { RpcBatchRequest } from "./request-many";
import type { BlockConsumer, RpcRequest } from "./types";

/** When no next head comes earlier. */
const RETRY_MS = 2_000;
/** With more heads waiting than this the highest is read next; what is left out then is back-filled. */
const MAX_WAITING = 48;

const defaultTuning: BackfillTuning = {
  concurrency: 4,
  blocksPerSecond: 20,
  saveEveryBlocks: 16,
  saveEveryMs: 2_000,
  retryMs: 2_000,
};

/** What a block reader works with. */
export interface BlockReaderOptions {
  network: { id: string; name: string };
  log: Logger;
  request: RpcRequest;
  requestBatch?: RpcBatchRequest;
  /** Asked in this order; a block that a consumer throws for is handed to it again, and not to those before it. */
  consumers: readonly BlockConsumer[];
  store: BlockStore;
  tuning?: Partial<BackfillTuning>;
}

/** How far the blocks of a network have been read. */
export interface BlockReaderStatus {
  /** The newest block read; null before the first. */
  checkpoint: { number: bigint; hash: string } | null;
  /** Blocks heard of or missed that are not read yet. */
  backlogBlocks: number;
  /** Since when (ms since the epoch) the newest block can't be read; null while all is well. */
  failingSinceMs: number | null;
}

/** Reads a network's blocks, whole and in order. */
export interface BlockReader {
  /** Takes a head and returns at once. Never throws. */
  onHead(head: BlockHead): void;
  status(): BlockReaderStatus;
  /** Resolves when every head taken so far is read (or given up until the next one) and no back-fill is left. */
  idle(): Promise<void>;
  /** Ends after the blocks in work. */
  stop(): Promise<void>;
}

/**
 * Reads every block of a network whole and hands it to the consumers: the newest ones in the order of the chain, and
 * those that were missed (an outage, heads skipped) beside them. The checkpoint in the store moves only behind what
 * every consumer has kept, so that a kill loses nothing. After an error the same blocks are tried again with the next
 * head, or after 2 s.
 */
export function createBlockReader(options: BlockReaderOptions): BlockReader {
  return new HeadReader(options);
}

class HeadReader implements BlockReader {
  private readonly log: Logger;
  private readonly feed: BlockFeed;
  private readonly chain: LiveChain;
  private readonly backfills: Backfills;
  private waiting: HeardHead[] = [];
  private failed: HeardHead | null = null;
  private failingSinceMs: number | null = null;
  private running: Promise<void> | null = null;
  private retryTimer: NodeJS.Timeout | undefined;
  private highest = -1n;
  private isStopped = false;

  constructor({ network, request, requestBatch, consumers, store, ...options }: BlockReaderOptions) {
    const log = options.log.child({ network: network.name });
    this.log = log;
    this.feed = new BlockFeed({ request, requestBatch }, consumers, log);
    const onBackfill = () => this.backfills.wake();
    this.chain = new LiveChain({ request, feed: this.feed, store, log, onBackfill });
    const tuning = { ...defaultTuning, ...options.tuning };
    this.backfills = new Backfills({ feed: this.feed, chain: this.chain, store, log, tuning });
  }

  onHead(head: BlockHead): void {
    if (this.isStopped) return;
    clearTimeout(this.retryTimer);
    this.highest = head.number;
    this.waiting.push({ ...head, heardAtMs: Date.now() });
    this.running ??= this.drain();
  }

  status(): BlockReaderStatus {
    const { tip } = this.chain;
    const ahead = tip && this.highest > tip.number ? this.highest - tip.number : 0n;
    return {
      checkpoint: tip && { number: tip.number, hash: tip.hash },
      backlogBlocks: Number(ahead + this.backfills.backlog),
      failingSinceMs: this.failingSinceMs,
    };
  }

  async idle(): Promise<void> {
    await this.running;
    await this.backfills.idle();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    this.waiting = [];
    await Promise.all([this.running, this.backfills.stop()]);
  }

  private async drain(): Promise<void> {
    for (let head = this.next(); head && !this.isStopped; head = this.next()) {
      const isRetry = this.failed !== null;
      const following = head;
      try {
        await this.feed.live(() => this.chain.follow(following, { isRetry }));
        this.failed = null;
        this.failingSinceMs = null;
      } catch (error) {
        this.fail(following, error);
      }
    }
    this.running = null;
  }

  private next(): HeardHead | undefined {
    const first = this.waiting.shift();
    if (!first || this.waiting.length < MAX_WAITING) return first;
    return this.waiting.splice(0).reduce((highest, head) => (head.number >= highest.number ? head : highest), first);
  }

  private fail(head: HeardHead, error: unknown): void {
    const facts = { err: error, blockNumber: String(head.number) };
    if (this.failed?.hash !== head.hash) this.log.warn(facts, "a block can't be read yet, trying again");
    this.failed = head;
    this.failingSinceMs ??= Date.now();
    if (this.isStopped || this.waiting.length > 0) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => {
      this.waiting.push(head);
      this.running ??= this.drain();
    }, RETRY_MS);
  }
}
