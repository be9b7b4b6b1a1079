import { setImmediate as breathe } from "node:timers/promises";

import { pruneRecorded, type RecordedLimits } from "~/domain/backtests/prune-recorded.server";
import { recordTransactions, type SeenTransaction } from "~/domain/backtests/record-transactions.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import { toRecordedBody } from "./to-recorded-body";

/** Kept for a network unless told otherwise. */
const DEFAULTS: RecordedLimits = { maxRows: 50_000, maxBytes: 256 * 1024 * 1024, maxAgeMs: 24 * 3_600_000 };
const FLUSH_MS = 1_000;
const PRUNE_MS = 60_000;
/** A flood must not fill the table between two prunings. */
const PRUNE_ROWS = 5_000;
/** What waits for the next flush; what comes beyond is not recorded, and counted. */
const MAX_WAITING = 2_000;
const MAX_WAITING_CHARACTERS = 8_000_000;
/** Twice what nodes relay (128 KiB of transaction, as hex). */
const MAX_BODY_CHARACTERS = 524_288;
/** Pending transactions must not wait while the batch is written out. */
const SLICE_MS = 2;
const HASH = /^0x[0-9a-f]{64}$/;

/** The recorded mempool of one network: what backtests over the last hours replay. */
export interface Ring {
  /** Takes a transaction that touches a watched address. Returns at once; never throws. */
  add(transaction: RpcTransaction, seenAtMs: number): void;
  status(): { waiting: number; recorded: number; dropped: number };
  /** Writes what waits, unless the database is away. */
  stop(): Promise<void>;
}

/** Records a network's pending transactions that touch a watched address; see `RecordedLimits` for how many are kept. */
export function createRing(
  ctx: Pick<Context, "sql" | "log">,
  options: { networkId: string } & Partial<RecordedLimits>,
): Ring {
  return new BatchingRing(ctx, { ...DEFAULTS, ...options });
}

interface Waiting {
  transaction: RpcTransaction;
  seenAtMs: number;
}

class BatchingRing implements Ring {
  private waiting: Waiting[] = [];
  private characters = 0;
  private recorded = 0;
  private dropped = 0;
  private sincePruned = 0;
  private prunedAtMs = 0;
  private isFailing = false;
  private running: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly ctx: Pick<Context, "sql" | "log">,
    private readonly options: RecordedLimits & { networkId: string },
  ) {
    this.timer = setInterval(() => this.run(), FLUSH_MS);
    this.timer.unref();
  }

  add(transaction: RpcTransaction, seenAtMs: number): void {
    const characters = transaction.input.length + (transaction.accessList?.length ?? 0) * 150 + 600;
    const isFull = this.waiting.length >= MAX_WAITING || this.characters + characters > MAX_WAITING_CHARACTERS;
    if (isFull || characters > MAX_BODY_CHARACTERS) {
      this.dropped += 1;
      return;
    }
    this.characters += characters;
    this.waiting.push({ transaction, seenAtMs });
  }

  status(): ReturnType<Ring["status"]> {
    return { waiting: this.waiting.length, recorded: this.recorded, dropped: this.dropped };
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    if (!this.isFailing) await this.turn();
  }

  private run(): void {
    this.running ??= this.turn().finally(() => {
      this.running = null;
    });
  }

  private async turn(): Promise<void> {
    const { ctx } = this;
    const { networkId } = this.options;
    try {
      await this.flush();
      const isDue = this.sincePruned >= PRUNE_ROWS || Date.now() - this.prunedAtMs >= PRUNE_MS;
      if (isDue) {
        this.prunedAtMs = Date.now();
        this.sincePruned = 0;
        await pruneRecorded(ctx, this.options);
      }
      if (this.isFailing) ctx.log.info({ networkId, dropped: this.dropped }, "the mempool is recorded again");
      this.isFailing = false;
    } catch (error) {
      // What was to be written is lost: a recording with a hole is better than a memory that grows.
      if (!this.isFailing) ctx.log.warn({ err: error, networkId }, "the mempool can't be recorded, trying again");
      this.isFailing = true;
    }
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    this.characters = 0;
    const transactions = await this.writeOut(batch);
    try {
      await recordTransactions(this.ctx, { networkId: this.options.networkId, transactions });
    } catch (error) {
      this.dropped += transactions.length;
      throw error;
    }
    this.recorded += transactions.length;
    this.sincePruned += transactions.length;
  }

  private async writeOut(batch: readonly Waiting[]): Promise<SeenTransaction[]> {
    const written: SeenTransaction[] = [];
    let sliceMs = performance.now();
    for (const { transaction, seenAtMs } of batch) {
      const body = toRecordedBody(transaction);
      // A node may announce anything; one odd hash must not keep the database from taking the others.
      if (body.length > MAX_BODY_CHARACTERS || !HASH.test(transaction.hash)) this.dropped += 1;
      else written.push({ seenAtMs, hash: transaction.hash, body });
      if (performance.now() - sliceMs < SLICE_MS) continue;
      await breathe();
      sliceMs = performance.now();
    }
    return written;
  }
}
