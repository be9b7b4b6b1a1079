import type { Logger } from "pino";

import type { AlertChange } from "~/domain/alerts/alert-change";
import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { fetchReceipt } from "../blocks/fetch-receipt";
import type { MinedBlock, Receipt } from "../blocks/types";
import { ChangeQueue } from "./change-queue";
import { considerPending } from "./consider-pending";
import { watchDrops } from "./drop-watch";
import { IntentNotes } from "./intent-notes";
import { type BlockMatch, matchBlock } from "./match-block";
import { OpenTransactions } from "./open-transactions";
import { PastLooks } from "./past-looks";
import { RecentTransactions } from "./recent-transactions";
import { throttle } from "./throttle";
import { toChanges } from "./to-changes";
import type { EndpointAnswer, Lifecycle, LifecycleOptions, OpenTransaction, RequestEach } from "./types";

const DROPPED_AFTER_BLOCKS = 5;
const ASK_EVERY_MS = 1_000;
/** Between two readings of the open alerts because new ones were written, at most. */
const REFRESH_EVERY_MS = 1_000;
/** Blocks remembered as orphaned: an endpoint that lags still answers from them. */
const MAX_ORPHANS = 256;

/** One network's lifecycle; see `createLifecycle`. */
export class LifecycleFollower implements Lifecycle {
  private readonly log: Logger;
  private readonly open = new OpenTransactions();
  private readonly notes = new IntentNotes();
  private readonly recent = new RecentTransactions();
  private readonly queue: ChangeQueue;
  private readonly past: PastLooks;
  private readonly orphans = new Set<string>();
  private readonly hint = throttle(REFRESH_EVERY_MS, () => this.refresh());
  private refreshing: Promise<void> | null = null;
  private refreshedFor: string | null = null;
  private chores: Promise<void> | null = null;
  private nextChoresAtMs = 0;
  private isStopped = false;

  constructor(private readonly options: LifecycleOptions) {
    this.log = options.log.child({ network: options.network.name });
    this.queue = new ChangeQueue(this.log, options.record);
    this.past = new PastLooks(this.log, options.request);
  }

  onPending(transaction: RpcTransaction): void {
    if (transaction.from === undefined) return;
    this.recent.remember(transaction);
    const ofSender = this.open.ofSender(transaction.from);
    if (ofSender === undefined || !isQuantity(transaction.nonce)) return;
    const waiting = ofSender.get(BigInt(transaction.nonce));
    if (waiting !== undefined) this.consider(transaction, waiting);
  }

  onDropHint(hash: string): void {
    const { droppedAfterBlocks = DROPPED_AFTER_BLOCKS } = this.options;
    for (const one of this.open.ofHash(hash) ?? []) {
      const note = this.notes.of(one);
      note.askedAt = 0n;
      note.absences = Math.max(note.absences, droppedAfterBlocks - 1);
    }
  }

  onAlertsRecorded(): void {
    this.refreshedFor = null;
    if (!this.isStopped) this.hint.call();
  }

  status(): { open: number; waiting: number } {
    return { open: this.open.size, waiting: this.queue.size };
  }

  async wantsReceipts(block: Omit<MinedBlock, "receipts">): Promise<boolean> {
    await this.refreshFor(block.hash);
    return matchBlock(block.transactions, this.open).some(({ isSameCall }) => isSameCall);
  }

  async onBlock(block: MinedBlock): Promise<void> {
    await this.refreshFor(block.hash);
    this.orphans.delete(block.hash);
    if (this.open.size === 0) return;
    this.settle(await this.changesIn(block));
    await this.queue.flush();
    if (block.source === "live") this.startChores(block.number);
  }

  async onReorganised(orphaned: readonly { number: bigint; hash: string }[]): Promise<void> {
    for (const { hash } of orphaned) this.orphans.add(hash);
    for (const hash of this.orphans) {
      if (this.orphans.size <= MAX_ORPHANS) break;
      this.orphans.delete(hash);
    }
    // What was found in them must not be written afterwards: it would stand for ever.
    this.queue.discard(({ block }) => block !== null && this.orphans.has(block.hash));
    await this.queue.flush();
    await this.options.reopen(orphaned);
    this.refreshedFor = null;
  }

  async idle(): Promise<void> {
    await this.refreshing;
    await this.chores;
    await this.queue.flush();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.hint.stop();
    await this.idle();
    await this.queue.stop();
  }

  /** While the database is away, what is in memory has to do. */
  private async refreshFor(blockHash: string): Promise<void> {
    if (this.refreshedFor === blockHash) return;
    this.refreshedFor = blockHash;
    await this.refresh();
  }

  /** One after the other: what was written before the call is seen. */
  private refresh(): Promise<void> {
    const reading = (this.refreshing ?? Promise.resolve())
      .then(() => this.readOpen())
      .finally(() => {
        if (this.refreshing === reading) this.refreshing = null;
      });
    this.refreshing = reading;
    return reading;
  }

  private async readOpen(): Promise<void> {
    try {
      await this.queue.flush();
      const open = await this.options.listOpen();
      const fresh = new Set(open.filter(({ alertId }) => !this.open.has(alertId)));
      this.open.replace(open);
      this.notes.keep(open);
      if (fresh.size > 0) this.catchUp(fresh);
    } catch (error) {
      this.refreshedFor = null;
      this.log.warn({ err: error, open: this.open.size }, "open alerts can't be read, going on with those known");
    }
  }

  /** What was seen pending of a new alert's intent between its own transaction and now. */
  private catchUp(fresh: Set<OpenTransaction>): void {
    const begun = new Set<OpenTransaction>();
    for (const transaction of this.recent.list()) {
      const ofSender = this.open.ofSender(transaction.from ?? "");
      if (ofSender === undefined || !isQuantity(transaction.nonce)) continue;
      const waiting = (ofSender.get(BigInt(transaction.nonce)) ?? []).filter((one) => fresh.has(one));
      for (const one of waiting) if (one.hash === transaction.hash) begun.add(one);
      this.consider(
        transaction,
        waiting.filter((one) => begun.has(one)),
      );
    }
  }

  private consider(transaction: RpcTransaction, waiting: readonly OpenTransaction[]): void {
    if (waiting.length === 0) return;
    const { open, notes } = this;
    this.queue.add(considerPending(transaction, waiting, { open, notes, atMs: Date.now() }));
  }

  private async changesIn(block: MinedBlock): Promise<AlertChange[]> {
    const matches = matchBlock(block.transactions, this.open);
    const receipts = new Map<string, Receipt | null>();
    for (const { isSameCall, mined } of matches) {
      if (isSameCall && !receipts.has(mined.hash)) receipts.set(mined.hash, await this.receiptOf(block, mined.hash));
    }
    const isKnown = ({ isSameCall, mined }: BlockMatch) => !isSameCall || receipts.get(mined.hash) != null;
    this.past.lookAgain(matches.filter((match) => !isKnown(match)).map(({ open }) => open.alertId));
    const failed = new Set([...receipts].filter(([, one]) => one?.status === "Failure").map(([hash]) => hash));
    return toChanges(block, matches.filter(isKnown), failed, this.options.firstSeen);
  }

  /** Null when nobody has it yet: whether it succeeded is asked for again after the next block. */
  private async receiptOf(block: MinedBlock, hash: string): Promise<Receipt | null> {
    const known = block.receipts?.get(hash);
    if (known) return known;
    try {
      const receipt = await fetchReceipt(this.options.request, hash);
      return receipt?.blockHash === block.hash ? receipt : null;
    } catch (error) {
      this.log.warn({ err: error, hash }, "a receipt can't be read, trying again after the next block");
      return null;
    }
  }

  /** Hands changes on; alerts whose transaction has come to an end are no longer waited for. */
  private settle(found: readonly AlertChange[]): void {
    const changes = found.filter(({ block }) => block === null || !this.orphans.has(block.hash));
    const ended = changes.filter(({ kind }) => kind === "confirmed" || kind === "failed" || kind === "replaced");
    this.queue.add(changes);
    this.open.without(new Set(ended.map(({ alertId }) => alertId)));
    for (const { alertId, kind } of changes) {
      const one = kind === "dropped" || kind === "reopened" ? this.open.ofAlert(alertId) : undefined;
      if (one === undefined) continue;
      one.isDropped = kind === "dropped";
      if (one.isDropped) this.options.onGone?.(one.hash);
    }
  }

  /** Beside the blocks, one round at a time: questions about the past and about what left the pool. */
  private startChores(tip: bigint): void {
    if (this.chores !== null || this.isStopped || Date.now() < this.nextChoresAtMs) return;
    this.nextChoresAtMs = Date.now() + (this.options.askEveryMs ?? ASK_EVERY_MS);
    this.chores = this.doChores(tip)
      .catch((error: unknown) => this.log.warn({ err: error }, "open transactions can't be asked for, trying again"))
      .finally(() => {
        this.chores = null;
      });
  }

  private async doChores(tip: bigint): Promise<void> {
    this.settle(await this.past.find(this.open, tip));
    const { options, open, notes } = this;
    const requestEach = options.requestEach ?? this.askBest;
    const droppedAfterBlocks = options.droppedAfterBlocks ?? DROPPED_AFTER_BLOCKS;
    this.settle(
      await watchDrops({ log: this.log, request: options.request, requestEach, open, notes, droppedAfterBlocks }, tip),
    );
    await this.queue.flush();
  }

  private readonly askBest: RequestEach = async <T>(method: string, params: unknown[]) => {
    try {
      return [{ ok: true, result: await this.options.request<T>(method, params) }];
    } catch (error) {
      this.log.debug({ err: error }, "no endpoint answers");
      return [{ ok: false }] satisfies EndpointAnswer<T>[];
    }
  };
}
