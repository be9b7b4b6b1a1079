import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";

import type { BlockFeed } from "./block-feed";
import type { BlockStore, OpenBackfill } from "./block-store";
import type { LiveChain } from "./live-chain";
import type { MinedBlock } from "./types";

/** How quickly missed blocks are read, and how often that is written down. */
export interface BackfillTuning {
  /** Blocks fetched at once. */
  concurrency: number;
  /** At most so many, so that the newest blocks and pending transactions aren't delayed. */
  blocksPerSecond: number;
  saveEveryBlocks: number;
  saveEveryMs: number;
  /** After a failure of a node, a consumer or the database. */
  retryMs: number;
}

interface BackfillsOptions {
  feed: BlockFeed;
  chain: LiveChain;
  store: BlockStore;
  log: Logger;
  tuning: BackfillTuning;
}

/** Reads missed blocks in their order, beside the newest ones and at their leisure. */
export class Backfills {
  private running: Promise<void> | null = null;
  private isWanted = false;
  private readonly stopping = new AbortController();
  /** How far each has come; the store knows it a little later. */
  private readonly positions = new Map<string, bigint>();
  private remaining = 0n;

  constructor(private readonly options: BackfillsOptions) {}

  /** Blocks still to be read of the back-fill in work. */
  get backlog(): bigint {
    return this.remaining;
  }

  /** To be called when a back-fill may be open. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    this.isWanted = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.isWanted) this.wake();
    });
  }

  /** Resolves when nothing is left to read (or after `stop`). */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Ends after the block in work; what was read is written down. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.isWanted = false;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isWanted && !this.stopping.signal.aborted) {
      try {
        this.isWanted = false;
        const [first] = await this.options.store.listOpenBackfills();
        if (!first) return;
        this.isWanted = true;
        await this.fill(first);
      } catch (error) {
        this.isWanted = true;
        this.options.log.warn({ err: error }, "a back-fill stands still, trying again");
        await this.rest(this.options.tuning.retryMs);
      }
    }
  }

  private async fill(backfill: OpenBackfill): Promise<void> {
    const { store, log, tuning } = this.options;
    const { id, fromBlock, toBlock, nextBlock } = backfill;
    const ahead = new ReadAhead(this.options.feed, tuning.concurrency, toBlock);
    let next = this.positions.get(id) ?? nextBlock;
    let saved = { next, atMs: Date.now() };
    try {
      while (next <= toBlock && !this.stopping.signal.aborted) {
        this.remaining = toBlock - next + 1n;
        const startedAtMs = performance.now();
        next = await this.read(next, ahead, toBlock);
        this.positions.set(id, next);
        const isDue =
          next >= saved.next + BigInt(tuning.saveEveryBlocks) || Date.now() - saved.atMs > tuning.saveEveryMs;
        if (isDue && next <= toBlock) {
          await store.advanceBackfill(id, { nextBlock: next, isFinished: false });
          saved = { next, atMs: Date.now() };
        }
        await this.rest(1000 / tuning.blocksPerSecond - (performance.now() - startedAtMs));
      }
    } finally {
      const isFinished = next > toBlock;
      // Of a failure the loop above tells; what was read until then is kept as well as it can be.
      if (isFinished || next > saved.next) await store.advanceBackfill(id, { nextBlock: next, isFinished });
      if (isFinished) {
        this.remaining = 0n;
        this.positions.delete(id);
        log.info({ fromBlock: String(fromBlock), toBlock: String(toBlock) }, "missed blocks are read");
      }
    }
  }

  /** Reads one block; returns the number to go on with. */
  private async read(next: bigint, ahead: ReadAhead, toBlock: bigint): Promise<bigint> {
    const { feed, chain } = this.options;
    const block = await ahead.take(next);
    await feed.untilLiveIsDone();
    const tip = chain.tip?.number ?? toBlock;
    if (!block) {
      // A chain that began anew has no such blocks any more.
      if (next > tip) return toBlock + 1n;
      throw new Error(`no endpoint knows block ${next}`);
    }
    const [below, here, above] = [next - 1n, next, next + 1n].map((number) => chain.headers.get(number));
    // What the live end holds for this height has lost; it will notice with the next head.
    const isOutdated = (here && here.hash !== block.hash) || (above?.parentHash && above.parentHash !== block.hash);
    if (isOutdated) throw new Error(`block ${next} was reorganised`);
    if (below && below.hash !== block.parentHash) {
      await feed.orphan([{ number: below.number, hash: below.hash }]);
      chain.headers.remove(below.number);
      ahead.forget();
      return next - 1n;
    }
    await feed.hand(block);
    chain.headers.add(block, tip);
    return next + 1n;
  }

  private async rest(forMs: number): Promise<void> {
    if (forMs <= 0) return;
    await pause(forMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Fetches the next blocks while one is being handed over. */
class ReadAhead {
  private readonly fetched = new Map<bigint, Promise<MinedBlock | null>>();

  constructor(
    private readonly feed: BlockFeed,
    private readonly concurrency: number,
    private readonly last: bigint,
  ) {}

  take(number: bigint): Promise<MinedBlock | null> {
    for (let one = number; one < number + BigInt(this.concurrency) && one <= this.last; one++) {
      if (this.fetched.has(one)) continue;
      const block = this.feed.fetch({ number: one }, { source: "backfill", arrivedAtMs: null });
      // Its error is for whoever takes it.
      block.catch(() => undefined);
      this.fetched.set(one, block);
    }
    const block = this.fetched.get(number) ?? Promise.resolve(null);
    this.fetched.delete(number);
    return block;
  }

  /** What was fetched may be of another branch by now. */
  forget(): void {
    this.fetched.clear();
  }
}
