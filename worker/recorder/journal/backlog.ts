import type { Context } from "~/platform/context.server";
import type { AlertDraft } from "../alert-draft";
import type { Journal } from "./journal";

const RETRY_MS = [100, 250, 500, 1_000, 2_000];
/** How often journals of processes that are gone are looked for. */
const ADOPT_EVERY_MS = 5_000;
/** Drafts in one write to the disk. */
const MAX_APPEND = 500;
/** Drafts kept in memory when not even the journal takes them. */
const MAX_KEPT = 2_000;

/** What a backlog works with. */
export interface BacklogOptions {
  ctx: Pick<Context, "log">;
  /** Takes out of the array what it has written. @throws when the database is away; the rest is still in the array. */
  write: (drafts: AlertDraft[]) => Promise<void>;
  isStopping: () => boolean;
  /** Whether the draft was found by right, under a lease that nobody else could have had then. */
  isSound: (draft: AlertDraft) => boolean;
  /** The disk has it. */
  onKept: (draft: AlertDraft) => void;
  onLost: (draft: AlertDraft, why: string, error?: unknown) => void;
  /** Everything is in the database: new drafts may go there directly. */
  onDrained: () => void;
  releaseHeld: () => void;
}

/**
 * What the database could not take at once: appended to the journal by one loop, and written from there into the
 * database by another, in order. It is open from the first draft until the last is written.
 */
export class Backlog {
  failingSince: number | null = null;
  /** Not in the journal yet. */
  private appending: AlertDraft[] = [];
  /** Read from the journal and not written yet. */
  private reading: AlertDraft[] = [];
  /** Of `reading`, those that are on no disk. */
  private readonly undurable = new WeakSet<AlertDraft>();
  private readonly added = new WeakSet<AlertDraft>();
  /** At the end: what could not be kept. */
  private readonly unkept: AlertDraft[] = [];
  private isPaused = false;
  private isEnded = false;
  private appender: Promise<void> | null = null;
  private drainer: Promise<void> | null = null;
  private failures = 0;
  private isDiskFailing = false;
  private readonly adopter: NodeJS.Timeout;

  constructor(
    private readonly journal: Journal,
    private readonly options: BacklogOptions,
  ) {
    this.adopter = setInterval(() => void this.adopt(), ADOPT_EVERY_MS);
    this.adopter.unref();
    void this.adopt();
  }

  isOpen(): boolean {
    return !this.journal.isEmpty() || this.appending.length > 0 || this.reading.length > 0 || this.drainer !== null;
  }

  waiting(): number {
    return this.appending.length + this.reading.filter((draft) => this.undurable.has(draft)).length;
  }

  size(): { alerts: number; bytes: number } {
    return { alerts: this.journal.alerts, bytes: this.journal.bytes };
  }

  /** Takes drafts. `isPaused`: a statement is on its way, and `resume` says when its end is known. */
  add(drafts: readonly AlertDraft[], { isPaused = false } = {}): void {
    if (isPaused) this.isPaused = true;
    for (const draft of drafts) {
      if (this.added.has(draft)) continue;
      this.added.add(draft);
      // Found by right and never refused by the database: recorded later, whoever holds the lease then.
      if (draft.leaseToken !== null && this.options.isSound(draft)) draft.leaseToken = null;
      this.appending.push(draft);
    }
    this.append();
  }

  /** The statement that was on its way has ended. */
  resume(): void {
    this.isPaused = false;
    this.drain();
  }

  /** The database took nothing. */
  failed(error: unknown): void {
    this.failures += 1;
    if (this.failingSince !== null) return;
    this.failingSince = Date.now();
    this.options.ctx.log.error({ err: error }, "alerts can't be written, keeping them in the journal and trying again");
  }

  /** Resolves when nothing is left, or while stopping when what is left is in the journal. */
  async idle(): Promise<void> {
    while (this.appender !== null || this.drainer !== null) await Promise.all([this.appender, this.drainer]);
  }

  /** Ends it, with what could not be written. @returns what could not be kept. */
  async stop(left: readonly AlertDraft[]): Promise<AlertDraft[]> {
    this.isEnded = true;
    clearInterval(this.adopter);
    this.add(left);
    while (this.appender !== null) await this.appender;
    // Its file must not be taken away under a read that is on its way.
    await this.journal.release().catch((error: unknown) => {
      this.options.ctx.log.warn({ err: error }, "the journal could not be left in order; it is found all the same");
    });
    return [...this.unkept, ...this.reading.filter((draft) => this.undurable.has(draft))];
  }

  private async adopt(): Promise<void> {
    try {
      if (await this.journal.adopt()) this.drain();
    } catch (error) {
      this.options.ctx.log.warn({ err: error }, "journals of other processes can't be looked for");
    }
  }

  private append(): void {
    if (this.appender !== null || this.appending.length === 0) return;
    this.appender = this.appendAll().finally(() => {
      this.appender = null;
      // What came between the last look and here.
      this.append();
      this.drain();
    });
  }

  /** Never throws: what the disk does not take stays in memory, as far as there is room. */
  private async appendAll(): Promise<void> {
    while (this.appending.length > 0) {
      const batch = this.appending.slice(0, MAX_APPEND);
      try {
        const count = await this.journal.append(batch);
        this.appending.splice(0, count);
        for (const draft of batch.slice(0, count)) this.options.onKept(draft);
        this.isDiskFailing = false;
        if (count < batch.length) this.drop(this.appending.splice(0), "the journal is full");
      } catch (error) {
        if (!this.isDiskFailing) this.options.ctx.log.error({ err: error }, "the journal can't be written");
        this.isDiskFailing = true;
        this.keepInMemory(this.appending.splice(0), error);
      }
    }
  }

  private keepInMemory(drafts: readonly AlertDraft[], error: unknown): void {
    const room = this.isEnded ? 0 : Math.max(0, MAX_KEPT - this.reading.length);
    for (const draft of drafts.slice(0, room)) {
      this.undurable.add(draft);
      this.reading.push(draft);
    }
    if (this.isEnded) this.unkept.push(...drafts);
    else this.drop(drafts.slice(room), "the journal can't be written", error);
  }

  private drop(drafts: readonly AlertDraft[], why: string, error?: unknown): void {
    for (const draft of drafts) {
      this.options.onLost(draft, why, error);
      this.options.onKept(draft);
    }
  }

  private drain(): void {
    if (this.drainer !== null || this.isPaused || this.isEnded || !this.isOpen()) return;
    this.drainer = this.drainAll()
      .catch(async (error: unknown) => {
        this.options.ctx.log.error({ err: error }, "the journal can't be read, trying again");
        await pause(RETRY_MS.at(-1) ?? 0);
      })
      .finally(() => {
        this.drainer = null;
        if (!this.isOpen()) this.options.onDrained();
        else if (!this.options.isStopping()) this.drain();
      });
  }

  /** Writes what the journal has, until it is empty or the process stops. */
  private async drainAll(): Promise<void> {
    for (;;) {
      const chunk = await this.journal.read();
      if (chunk !== null && chunk.damaged > 0) {
        this.options.ctx.log.error({ lines: chunk.damaged }, "lines of the journal are damaged: their alerts are lost");
      }
      this.reading.push(...(chunk?.drafts ?? []));
      if (!(await this.writeAll())) return;
      if (chunk !== null) continue;
      this.options.releaseHeld();
      if (this.appender !== null || this.appending.length > 0) await this.appender;
      else {
        await this.journal.done();
        if (this.journal.isEmpty()) return;
      }
    }
  }

  /** @returns false when the process stops before the database is back. */
  private async writeAll(): Promise<boolean> {
    while (this.reading.length > 0) {
      try {
        await this.options.write(this.reading);
        this.succeeded();
        if (this.reading.length > 0) await pause(RETRY_MS[0] ?? 0);
      } catch (error) {
        this.failed(error);
        if (this.options.isStopping()) return false;
        await pause(RETRY_MS[Math.min(this.failures - 1, RETRY_MS.length - 1)] ?? 0);
      }
      if (this.isEnded) return false;
    }
    return true;
  }

  private succeeded(): void {
    if (this.failingSince !== null) {
      const awayMs = Date.now() - this.failingSince;
      this.options.ctx.log.info({ awayMs, ...this.size() }, "alerts are written again");
    }
    this.failingSince = null;
    this.failures = 0;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
