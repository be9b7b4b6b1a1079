import type { Logger } from "pino";

import type { BlockHead } from "../listener/types";
import { fetchBlock } from "./fetch-block";
import { fetchReceipts } from "./fetch-receipts";
import { findEarlierOutcomes } from "./find-earlier-outcomes";
import { matchBlock } from "./match-block";
import { toOutcomes } from "./to-outcomes";
import type { MinedBlock, OpenTransaction, RpcRequest, TransactionOutcome } from "./types";

/** How far back skipped blocks are read; what was mined before that is found by receipt. */
const LOOKBACK_BLOCKS = 64n;

/** An endpoint that lagged at the first look into an alert's past knows it by then. */
const SECOND_LOOK_BLOCKS = 5n;

/** When no next head comes earlier. */
const RETRY_MS = 2_000;

/** What a lifecycle works with. */
export interface LifecycleOptions {
  network: { id: string; name: string };
  log: Logger;
  request: RpcRequest;
  /** The transactions of this network that alerts still wait for. */
  listOpen: () => Promise<OpenTransaction[]>;
  /** Writes what became of them, all or nothing; may be asked to write the same again after a failure. */
  record: (outcomes: TransactionOutcome[]) => Promise<void>;
  /** Blocks (both ends included) that were left out because too many were skipped. */
  onSkipped?: (range: { fromNumber: bigint; toNumber: bigint }) => void;
}

/** Follows one network's heads. */
export interface Lifecycle {
  /** Takes a head and returns at once; heads are worked off one after the other. Never throws. */
  onHead(head: BlockHead): void;
  /** Resolves when every head taken so far is worked off (or given up until the next one). */
  idle(): Promise<void>;
  /** Ends after the head in work. */
  stop(): Promise<void>;
}

/**
 * Follows the chain's heads and tells what became of the transactions that alerts wait for. Skipped heads are filled
 * in; after an error of a node or the database the same blocks are tried again with the next head, or after 2 s; while
 * nothing is open a head is only remembered.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  return new HeadFollower(options);
}

class HeadFollower implements Lifecycle {
  private readonly log: Logger;
  private queue: BlockHead[] = [];
  private running: Promise<void> | null = null;
  private isStopped = false;
  private retryTimer: NodeJS.Timeout | undefined;
  private processed: bigint | null = null;
  /** For every open alert, at which block its past is looked into again; null when that is done. */
  private nextLooks = new Map<string, bigint | null>();

  constructor(private readonly options: LifecycleOptions) {
    this.log = options.log.child({ network: options.network.name });
  }

  onHead(head: BlockHead): void {
    if (this.isStopped) return;
    clearTimeout(this.retryTimer);
    this.processed ??= head.number - 1n;
    this.queue.push(head);
    // What falls out is filled in by number with a later head.
    if (this.queue.length > Number(LOOKBACK_BLOCKS)) this.queue.shift();
    this.running ??= this.drain();
  }

  async idle(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    this.queue = [];
    await this.running;
  }

  private async drain(): Promise<void> {
    for (let head = this.queue.shift(); head; head = this.queue.shift()) {
      try {
        await this.follow(head);
      } catch (error) {
        this.log.warn({ err: error, blockNumber: String(head.number) }, "block not evaluated, will be tried again");
        clearTimeout(this.retryTimer);
        if (!this.isStopped) this.retryTimer = setTimeout(() => this.onHead(head), RETRY_MS);
      }
    }
    this.running = null;
  }

  private async follow(head: BlockHead): Promise<void> {
    let open = await this.options.listOpen();
    const from = this.firstBlock(head);
    open = await this.settleEarlier(open, from);
    for (let number = from; open.length > 0 && number <= head.number && !this.isStopped; number++) {
      const block = await fetchBlock(this.options.request, number === head.number ? { hash: head.hash } : { number });
      open = without(open, await this.settle(block, open));
      this.advance(number);
    }
    if (!this.isStopped) this.advance(head.number);
  }

  /** The block to begin with: the one after the last processed, or a replaced head's own in a reorganisation. */
  private firstBlock(head: BlockHead): bigint {
    const next = (this.processed ?? head.number - 1n) + 1n;
    if (head.number < next) return head.number;
    const earliest = head.number - LOOKBACK_BLOCKS + 1n;
    if (next >= earliest) return next;
    this.log.warn(
      { fromNumber: String(next), toNumber: String(earliest - 1n) },
      "blocks skipped, looking for receipts",
    );
    this.options.onSkipped?.({ fromNumber: next, toNumber: earliest - 1n });
    this.nextLooks.clear();
    return earliest;
  }

  /** Alerts seen here for the first time may be about transactions that earlier blocks have settled. */
  private async settleEarlier(open: OpenTransaction[], before: bigint): Promise<OpenTransaction[]> {
    const due = open.filter(({ alertId }) => {
      const at = this.nextLooks.get(alertId);
      return at === undefined || (at !== null && before >= at);
    });
    const outcomes = due.length > 0 ? await this.findEarlier(due, before) : [];
    if (outcomes === null) return open;
    if (outcomes.length > 0) await this.options.record(outcomes);
    const looked = due.map(({ alertId }) => {
      return [alertId, this.nextLooks.has(alertId) ? null : before + SECOND_LOOK_BLOCKS] as const;
    });
    const waiting = open.map(({ alertId }) => [alertId, this.nextLooks.get(alertId) ?? null] as const);
    this.nextLooks = new Map([...waiting, ...looked]);
    return without(open, outcomes);
  }

  /** Null when no node can tell, or what it tells is nonsense: the blocks that come must not wait for the past. */
  private async findEarlier(due: OpenTransaction[], before: bigint): Promise<TransactionOutcome[] | null> {
    try {
      return await findEarlierOutcomes(this.options.request, due, before);
    } catch (error) {
      this.log.warn({ err: error, alerts: due.length }, "the past of alerts' transactions can't be read, trying again");
      return null;
    }
  }

  private async settle(block: MinedBlock, open: OpenTransaction[]): Promise<TransactionOutcome[]> {
    const matches = matchBlock(block, open);
    if (matches.length === 0) return [];
    const executed = new Set(matches.filter(({ isSameCall }) => isSameCall).map(({ mined }) => mined.hash));
    const receipts = await fetchReceipts(this.options.request, block.hash, [...executed]);
    const failed = new Set([...executed].filter((hash) => receipts.get(hash)?.status === "0x0"));
    const outcomes = toOutcomes(block, matches, failed);
    await this.options.record(outcomes);
    return outcomes;
  }

  private advance(number: bigint): void {
    if (this.processed === null || number > this.processed) this.processed = number;
  }
}

function without(open: OpenTransaction[], outcomes: TransactionOutcome[]): OpenTransaction[] {
  const settled = new Set(outcomes.map(({ alertId }) => alertId));
  return open.filter(({ alertId }) => !settled.has(alertId));
}
