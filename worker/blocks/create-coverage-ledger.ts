import type { Logger } from "pino";

import type { CoverageCount } from "~/domain/coverage/add-coverage.server";
import { leadBucketOf } from "~/domain/coverage/lead-time";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import type { FirstSeen } from "../listener/types";
import type { BlockConsumer, MinedBlock } from "./types";

const FLUSH_EVERY_MS = 5_000;
/** Mined transactions remembered, so that one that a reorganisation moves to another block counts once. */
const REMEMBERED = 50_000;

interface LedgerOptions {
  networkId: string;
  log: Logger;
  /** Watched addresses (lower case) with their watchlist entries. */
  watched: () => ReadonlyMap<string, string>;
  /** Who showed a transaction as pending, earliest first. */
  firstSeen: (hash: string) => readonly FirstSeen[];
  add: (counts: readonly CoverageCount[]) => Promise<void>;
}

/** Counts which mined transactions had been seen pending. */
export interface CoverageLedger extends BlockConsumer {
  /** Writes what was counted since the last time; on failure it is kept for the next. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Counts, for a network and each of its watched contracts (called directly or inside a call that carries others), how
 * many of the mined transactions had been seen pending before their block, and how long before. Blocks that were missed
 * and back-filled count like others: what nobody listened for was not seen. Counts are kept in memory and written every
 * 5 s: a kill loses at most those.
 */
export function createCoverageLedger(options: LedgerOptions): CoverageLedger {
  return new Ledger(options);
}

class Ledger implements CoverageLedger {
  private counts = new Map<string, CoverageCount & { leadBuckets: number[] }>();
  private readonly counted = new Set<string>();
  private readonly timer: NodeJS.Timeout;
  private flushing: Promise<void> = Promise.resolve();

  constructor(private readonly options: LedgerOptions) {
    this.timer = setInterval(() => void this.flushOrKeep(), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  wantsReceipts(): boolean {
    return false;
  }

  async onBlock(block: MinedBlock): Promise<void> {
    const watched = this.options.watched();
    const day = new Date(block.atMs).toISOString().slice(0, 10);
    for (const transaction of block.transactions) {
      if (this.counted.has(transaction.hash)) continue;
      this.remember(transaction.hash);
      const leadMs = this.leadOf(block, transaction.hash);
      this.count(this.options.networkId, day, leadMs);
      for (const scopeId of watchedBy(transaction, watched)) this.count(scopeId, day, leadMs);
    }
  }

  /** What was counted stays: the same transactions come again in other blocks, and are not counted twice. */
  async onReorganised(): Promise<void> {}

  flush(): Promise<void> {
    this.flushing = this.flushing.then(async () => {
      const counts = this.counts;
      this.counts = new Map();
      try {
        await this.options.add([...counts.values()]);
      } catch (error) {
        for (const count of counts.values()) this.restore(count);
        throw error;
      }
    });
    const result = this.flushing;
    this.flushing = result.catch(() => undefined);
    return result;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flushOrKeep();
  }

  private async flushOrKeep(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.options.log.warn({ err: error }, "coverage can't be written, keeping it");
    }
  }

  /** Null: it was not seen before its block. A block that came late is measured by its own timestamp. */
  private leadOf({ source, arrivedAtMs, atMs }: MinedBlock, hash: string): number | null {
    const [first] = this.options.firstSeen(hash);
    const minedAtMs = source === "live" ? arrivedAtMs : atMs;
    return first && first.atMs < minedAtMs ? minedAtMs - first.atMs : null;
  }

  private count(scopeId: string, day: string, leadMs: number | null): void {
    const count = this.of(scopeId, day);
    count.mined++;
    if (leadMs === null) return;
    count.seenPending++;
    addTo(count.leadBuckets, leadBucketOf(leadMs), 1);
  }

  private restore({ scopeId, day, mined, seenPending, leadBuckets }: CoverageCount): void {
    const count = this.of(scopeId, day);
    count.mined += mined;
    count.seenPending += seenPending;
    leadBuckets.forEach((seen, bucket) => {
      addTo(count.leadBuckets, bucket, seen);
    });
  }

  private of(scopeId: string, day: string): CoverageCount & { leadBuckets: number[] } {
    const key = `${scopeId}:${day}`;
    const known = this.counts.get(key);
    if (known) return known;
    const fresh = { scopeId, day, mined: 0, seenPending: 0, leadBuckets: [] };
    this.counts.set(key, fresh);
    return fresh;
  }

  private remember(hash: string): void {
    this.counted.add(hash);
    if (this.counted.size <= REMEMBERED) return;
    for (const oldest of this.counted) {
      this.counted.delete(oldest);
      break;
    }
  }
}

function addTo(buckets: number[], bucket: number, seen: number): void {
  while (buckets.length <= bucket) buckets.push(0);
  buckets[bucket] = (buckets[bucket] ?? 0) + seen;
}

/** The watchlist entries that a transaction calls, each once. */
function watchedBy(transaction: RpcTransaction, watched: ReadonlyMap<string, string>): Iterable<string> {
  if (watched.size === 0 || transaction.to === null) return [];
  const direct = watched.get(transaction.to);
  if (!carriesCalls(transaction.input)) return direct === undefined ? [] : [direct];
  const entries = new Set(direct === undefined ? [] : [direct]);
  for (const { to } of unpackCalls(transaction).calls) {
    const entry = watched.get(to);
    if (entry !== undefined) entries.add(entry);
  }
  return entries;
}
