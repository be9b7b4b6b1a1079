import type { Logger } from "pino";

import type { BlockHead } from "../listener/types";
import type { BlockFeed } from "./block-feed";
import type { BlockStore, Checkpoint } from "./block-store";
import { fetchHeader } from "./fetch-header";
import { KnownHeaders } from "./known-headers";
import type { RpcRequest } from "./types";

/** Skipped blocks up to here are read before the head itself; more are back-filled beside it. */
const SMALL_GAP = 32n;
/** How far back is read again when the checkpoint itself was reorganised out while nobody watched. */
const REREAD_BLOCKS = 64n;
/** Alerts of these last blocks are looked at in that case. */
const LOOKBACK_BLOCKS = 128n;

/** A head, and when it was heard of (ms since the epoch). */
export type HeardHead = BlockHead & { heardAtMs: number };

interface LiveChainOptions {
  request: RpcRequest;
  feed: BlockFeed;
  store: BlockStore;
  log: Logger;
  /** A back-fill was opened, or may be open from before. */
  onBackfill: () => void;
}

/** The newest end of the chain: follows heads one by one, and finds skipped blocks and reorganisations. */
export class LiveChain {
  readonly headers = new KnownHeaders();
  /** The newest block that was read; of the parent of the first one only the hash is known. */
  tip: (Checkpoint & { atMs: number }) | null = null;

  private isUnsaved = false;

  constructor(private readonly options: LiveChainOptions) {}

  /** Reads everything up to a head. Throws when a node or a consumer fails: to be called again with this or a later head. */
  async follow(announced: HeardHead, { isRetry }: { isRetry: boolean }): Promise<void> {
    if (this.headers.has(announced)) return;
    const isNext = this.tip?.hash === announced.parentHash && this.tip.number + 1n === announced.number;
    // An endpoint may announce anything; what is not simply the next block is looked up first.
    const head = isNext && !isRetry ? announced : { ...announced, ...(await this.verified(announced)) };
    if (!this.tip) await this.begin(head);
    const { tip } = this;
    if (!tip || this.headers.has(head)) return;
    if (head.number <= tip.number && !(await this.isNews(head, tip))) return;
    if (head.number - tip.number - 1n > SMALL_GAP) await this.leap(head, tip);
    else await this.extend(head, tip);
  }

  private async verified(head: BlockHead): Promise<BlockHead> {
    const known = await fetchHeader(this.options.request, { hash: head.hash });
    if (!known) throw new Error(`no endpoint knows the announced block ${head.hash}`);
    return known;
  }

  /** The first head: from where on blocks are read, and what was missed since the checkpoint. */
  private async begin(head: HeardHead): Promise<void> {
    const { store, onBackfill, log } = this.options;
    const checkpoint = await store.findCheckpoint();
    if (!checkpoint) {
      this.start({ number: head.number - 1n, hash: head.parentHash, atMs: head.atMs });
      return;
    }
    const { number, hash, updatedAtMs } = checkpoint;
    const now = await this.hashAt(number);
    if (now === null && head.number >= number)
      throw new Error(`the endpoint that answers doesn't know block ${number}`);
    if (now === hash || (now === null && head.atMs <= updatedAtMs)) {
      // At or below the checkpoint (an endpoint that lags): everything is read; heads above it are followed.
      if (head.number <= number) this.start({ number, hash, atMs: updatedAtMs });
      else await this.startAfter(head, number + 1n, "no worker was running");
    } else {
      log.warn({ blockNumber: String(number) }, "the last block read is no longer part of the chain");
      await this.orphanAlertBlocks(checkpoint);
      const from = number - REREAD_BLOCKS + 1n;
      await this.startAfter(head, from > 0n ? from : 0n, "reorganised while no worker was running");
    }
    onBackfill();
  }

  private start(tip: Checkpoint & { atMs: number }): void {
    this.headers.removeAbove(-2n);
    this.tip = tip;
    this.headers.add({ ...tip, parentHash: "" }, tip.number);
  }

  /** Begins with `head`; blocks from `from` up to it are left to a back-fill. */
  private async startAfter(head: HeardHead, from: bigint, reason: string): Promise<void> {
    const parent = { number: head.number - 1n, hash: head.parentHash };
    if (from <= parent.number) {
      await this.options.store.openBackfill({ fromBlock: from, toBlock: parent.number, reason }, parent);
      this.options.log.warn({ fromBlock: String(from), toBlock: String(parent.number), reason }, "back-filling blocks");
    }
    this.start({ ...parent, atMs: head.atMs });
  }

  /** What was mined in blocks that were replaced meanwhile: the alerts know which blocks they were in. */
  private async orphanAlertBlocks(checkpoint: Checkpoint): Promise<void> {
    const found = await this.options.store.listAlertBlocks(checkpoint.number - LOOKBACK_BLOCKS);
    const orphaned: Checkpoint[] = [{ number: checkpoint.number, hash: checkpoint.hash }];
    for (const block of found) {
      const isCheckpoint = block.hash === checkpoint.hash;
      if (!isCheckpoint && (await this.hashAt(block.number)) !== block.hash) orphaned.push(block);
    }
    await this.options.feed.orphan(orphaned.sort((a, b) => (a.number < b.number ? 1 : -1)));
  }

  /** Whether a head at or below the tip is the chain's now: else an endpoint lags, or follows a branch that lost. */
  private async isNews(head: HeardHead, tip: Checkpoint & { atMs: number }): Promise<boolean> {
    const atTip = await this.hashAt(tip.number);
    if (atTip === tip.hash) return false;
    const isSibling = this.headers.get(head.number - 1n)?.hash === head.parentHash;
    if (atTip === null && head.atMs <= tip.atMs && !isSibling) return false;
    return (await this.hashAt(head.number)) === head.hash;
  }

  /** Too much was skipped to read it first: the head is served, and the rest beside it. */
  private async leap(head: HeardHead, tip: Checkpoint): Promise<void> {
    let ancestor = tip.number;
    for (let known = this.headers.get(ancestor); known; known = this.headers.get(ancestor)) {
      const hash = await this.hashAt(ancestor);
      if (hash === null) throw new Error(`the endpoint that answers doesn't know block ${ancestor}`);
      if (hash === known.hash) break;
      ancestor--;
    }
    await this.leave(ancestor);
    await this.startAfter(head, ancestor + 1n, "heads were skipped");
    this.options.onBackfill();
    await this.take(head);
  }

  /** Reads the blocks between what is known and the head, leaving another branch when there was one. */
  private async extend(head: HeardHead, tip: Checkpoint): Promise<void> {
    const branch: HeardHead[] = [head];
    for (let lowest: HeardHead = head; lowest.number > 0n; branch.unshift(lowest)) {
      const below = this.headers.get(lowest.number - 1n);
      if (below?.hash === lowest.parentHash) break;
      // Not read yet: a back-fill will, or nobody asked for what is so old.
      if (!below && lowest.number <= tip.number) break;
      const parent = await this.verified({ ...lowest, hash: lowest.parentHash });
      if (parent.number !== lowest.number - 1n) throw new Error(`block ${lowest.hash} does not follow its parent`);
      lowest = { ...parent, heardAtMs: head.heardAtMs };
    }
    await this.leave((branch[0]?.number ?? 0n) - 1n);
    for (const block of branch) await this.take(block);
  }

  /** Leaves the branch above a height, when anything above it was read. */
  private async leave(ancestor: bigint): Promise<void> {
    const orphaned: Checkpoint[] = [];
    for (let number = this.tip?.number ?? -1n; number > ancestor; number--) {
      const known = this.headers.get(number);
      if (known) orphaned.push({ number, hash: known.hash });
    }
    if (orphaned.length === 0) return;
    const depth = orphaned.length;
    this.options.log.warn({ depth, aboveBlock: String(ancestor) }, "the chain was reorganised");
    await this.options.feed.orphan(orphaned);
    this.headers.removeAbove(ancestor);
    const known = this.headers.get(ancestor);
    this.tip = { number: ancestor, hash: known?.hash ?? "", atMs: this.tip?.atMs ?? 0 };
  }

  private async take(head: HeardHead): Promise<void> {
    const block = await this.options.feed.fetch({ hash: head.hash }, { source: "live", arrivedAtMs: head.heardAtMs });
    if (!block) throw new Error(`no endpoint knows block ${head.hash}`);
    if (block.parentHash !== head.parentHash || block.number !== head.number) {
      throw new Error(`block ${head.hash} is another one than was announced`);
    }
    await this.options.feed.hand(block);
    this.tip = { number: block.number, hash: block.hash, atMs: block.atMs };
    this.headers.add(block, block.number);
    await this.save({ number: block.number, hash: block.hash });
  }

  /** While the database is away blocks are read on: the checkpoint follows with a later one, or a restart reads again. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    try {
      await this.options.store.moveCheckpoint(checkpoint);
      if (this.isUnsaved)
        this.options.log.info({ blockNumber: String(checkpoint.number) }, "the checkpoint moves again");
      this.isUnsaved = false;
    } catch (error) {
      if (!this.isUnsaved) this.options.log.warn({ err: error }, "the checkpoint can't be moved, reading on");
      this.isUnsaved = true;
    }
  }

  private async hashAt(number: bigint): Promise<string | null> {
    return (await fetchHeader(this.options.request, { number }))?.hash ?? null;
  }
}
