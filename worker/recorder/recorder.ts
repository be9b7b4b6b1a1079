import { join } from "node:path";

import type { Context } from "~/platform/context.server";
import { alertsLost } from "~/platform/metrics";
import { type AlertDraft, draftAlert } from "./alert-draft";
import { awaitOutcome, type ResolveOutcome } from "./await-outcome";
import { DraftWriter } from "./draft-writer";
import type { FoundMatch } from "./found-match";
import { Backlog } from "./journal/backlog";
import { Journal } from "./journal/journal";
import { Settlement } from "./settlement";

/** Matches that wait for the database in memory; what is more goes to the journal. */
const MAX_WAITING = 5_000;
const MAX_WAITING_CHARACTERS = 20_000_000;
/** A statement that takes longer may never end: what waits for it is journaled. */
const SLOW_MS = 250;
/** Matches at once that wait for a simulation. */
const MAX_AWAITED = 500;
/** Alerts that are named in the log when they can't be kept. */
const MAX_NAMED = 100;

/** What the recorder is doing. */
export interface RecorderStatus {
  /** Not in the database yet, and not in the journal. */
  waiting: number;
  written: number;
  /** Could not be kept. Anything but zero is an incident. */
  lost: number;
  /** Not written, because another worker watches the network by now. */
  fenced: number;
  /** Since when the database takes nothing, ms since the epoch. */
  failingSince: number | null;
  journal: { alerts: number; bytes: number };
}

/** Turns matches into committed alerts. */
export interface Recorder {
  /**
   * Takes a match; never waits. False when another endpoint's version of the transaction is wanted: this one can't be
   * read or there is no room (it is lost then, and counted), or its content is in doubt.
   */
  add(found: FoundMatch): boolean;
  /** Resolves when everything added before is committed or safely in the journal. */
  settled(): Promise<void>;
  status(): RecorderStatus;
  /** Writes what is waiting, for at most `deadlineMs`; the rest goes to the journal. */
  stop(deadlineMs: number): Promise<void>;
}

/** What a recorder may be given. */
export interface RecorderOptions {
  resolveOutcome?: ResolveOutcome;
  /** Whether a match under this lease was found by right: then it is recorded from the journal whoever holds it later. */
  isLeaseSound?: (networkId: string, token: bigint) => boolean;
}

/**
 * Flushes at once and takes whatever gathered meanwhile as the next batch. While the database is away, or slow, matches
 * go to a journal on the disk, and from there in order into the database once it is back.
 */
export function createRecorder(ctx: Context, options: RecorderOptions = {}): Recorder {
  return new BatchRecorder(ctx, options);
}

class BatchRecorder implements Recorder {
  private readonly waiting: AlertDraft[] = [];
  private characters = 0;
  private readonly numbers = new WeakMap<AlertDraft, number>();
  private readonly settlement = new Settlement();
  private readonly writer: DraftWriter;
  private readonly backlog: Backlog;
  private running: Promise<void> | null = null;
  private isStopping = false;
  private awaited = 0;
  private lost = 0;
  /** What the last flush left, because it waits for another. */
  private left = 0;
  private slowest: readonly AlertDraft[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly options: RecorderOptions,
  ) {
    this.writer = new DraftWriter(ctx, {
      onDone: (draft) => this.settlement.close(this.numbers.get(draft)),
      onReleased: (drafts) => {
        for (const draft of drafts) this.take(draft);
      },
      onRefused: (draft, error) => this.lose(draft, "the database refuses it", error),
    });
    const journal = new Journal({
      folder: join(ctx.env.SENTINEL_DATA_DIR, "journal"),
      owner: ctx.newId(),
      maxBytes: ctx.env.JOURNAL_MAX_MB * 1_000_000,
      log: ctx.log,
    });
    this.backlog = new Backlog(journal, {
      ctx,
      write: (drafts) => this.writer.write(drafts),
      isStopping: () => this.isStopping,
      isSound: (draft) =>
        draft.leaseToken === null || (options.isLeaseSound?.(draft.networkId, draft.leaseToken) ?? true),
      onKept: (draft) => this.settlement.close(this.numbers.get(draft)),
      onLost: (draft, why, error) => this.lose(draft, why, error),
      onDrained: () => this.run(),
      releaseHeld: () => this.writer.releaseHeld(),
    });
  }

  add(found: FoundMatch): boolean {
    const { transaction, match } = found;
    const facts = { txHash: transaction.hash, ruleId: match.rule.id };
    const id = this.ctx.newId();
    let draft: AlertDraft | null;
    try {
      draft = draftAlert(id, found);
    } catch (error) {
      // A node may announce anything; one transaction that can't be read must not end the reading of the others.
      return this.lose(facts, "its transaction can't be read", error);
    }
    if (draft === null) return this.lose(facts, "its transaction has no recoverable sender");
    const number = this.settlement.take();
    const { resolveOutcome } = this.options;
    if (match.needsOutcome && resolveOutcome !== undefined && this.awaited < MAX_AWAITED) {
      this.awaitOutcome(found, draft, number, resolveOutcome);
    } else this.takeNew(draft, number);
    return !draft.isDoubtful;
  }

  settled(): Promise<void> {
    return this.settlement.settled();
  }

  status(): RecorderStatus {
    const { writer, backlog, waiting, lost } = this;
    return {
      waiting: waiting.length + writer.writing.length + writer.held() + backlog.waiting() + this.awaited,
      written: writer.written,
      lost,
      fenced: writer.fenced,
      failingSince: backlog.failingSince,
      journal: backlog.size(),
    };
  }

  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    this.writer.releaseHeld();
    this.run();
    const deadline = new Promise((done) => setTimeout(done, deadlineMs).unref());
    await Promise.race([Promise.all([this.running, this.backlog.idle()]).then(() => this.writer.stop()), deadline]);
    const left = [...this.writer.writing, ...this.waiting.splice(0)];
    const lost = await this.backlog.stop(left);
    if (lost.length === 0) return;
    this.lost += lost.length;
    alertsLost.add(lost.length);
    const alerts = lost.slice(0, MAX_NAMED).map(({ txHash, ruleId }) => ({ txHash, ruleId }));
    this.ctx.log.error({ lost: lost.length, alerts }, "stopped with alerts that could not be kept");
  }

  private awaitOutcome(found: FoundMatch, draft: AlertDraft, number: number, resolve: ResolveOutcome): void {
    this.awaited += 1;
    awaitOutcome(this.ctx, found, resolve)
      .then((known) => {
        if (known === null) this.settlement.close(number);
        else this.takeNew(known === found ? draft : (draftAlert(draft.id, known) ?? draft), number);
      })
      .catch((error: unknown) => {
        this.ctx.log.warn({ err: error, txHash: draft.txHash }, "a match could not be looked at again");
        this.takeNew(draft, number);
      })
      .finally(() => {
        this.awaited -= 1;
      });
  }

  private takeNew(draft: AlertDraft, number: number): void {
    this.numbers.set(draft, number);
    this.take(draft);
  }

  private take(draft: AlertDraft): void {
    if (this.backlog.isOpen()) {
      this.backlog.add([draft]);
      return;
    }
    this.waiting.push(draft);
    this.characters += draft.characters;
    if (this.waiting.length > MAX_WAITING || this.characters > MAX_WAITING_CHARACTERS) this.spill();
    else this.run();
  }

  private run(): void {
    if (this.running !== null || this.backlog.isOpen()) return;
    this.running = this.flush().finally(() => {
      this.running = null;
      this.backlog.resume();
      if (this.waiting.length > this.left) this.run();
    });
  }

  /** Writes what waits. Never throws: what can't be written goes to the journal. */
  private async flush(): Promise<void> {
    const slow = setInterval(() => this.spillIfSlow(), SLOW_MS);
    try {
      await this.writer.write(this.waiting);
      this.left = this.waiting.length;
      this.characters = this.waiting.reduce((sum, { characters }) => sum + characters, 0);
    } catch (error) {
      this.backlog.failed(error);
      this.spill();
    } finally {
      clearInterval(slow);
    }
  }

  /** The same batch is on its way as at the last look: nobody knows whether it will ever arrive. */
  private spillIfSlow(): void {
    const { writing } = this.writer;
    if (writing.length > 0 && writing === this.slowest && !this.backlog.isOpen()) this.spill();
    this.slowest = writing;
  }

  /** Moves what waits, and a copy of what is on its way, to the journal. */
  private spill(): void {
    const drafts = [...this.writer.writing, ...this.waiting.splice(0)];
    this.characters = 0;
    if (drafts.length > 0) this.backlog.add(drafts, { isPaused: this.running !== null });
  }

  private lose({ txHash, ruleId }: { txHash: string; ruleId: string }, why: string, error?: unknown): false {
    this.lost += 1;
    alertsLost.add(1);
    this.ctx.log.error({ lost: this.lost, txHash, ruleId, err: error }, `an alert was lost: ${why}`);
    return false;
  }
}
