import type { Logger } from "pino";

import type { AlertChange } from "~/domain/alerts/alert-change";
import { isRefused } from "../recorder/is-refused";

const RETRY_MS = 1_000;
/** More than there can be open alerts: what happens after that is read from the chain once the database is back. */
const MAX_WAITING = 10_000;

/**
 * Changes on their way to the database, in order. While it is away they wait: blocks go on being read, and what a
 * restart forgets is found again by receipts.
 */
export class ChangeQueue {
  private waiting: AlertChange[] = [];
  private running: Promise<void> | null = null;
  private retryTimer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private isStopped = false;

  constructor(
    private readonly log: Logger,
    private readonly record: (changes: readonly AlertChange[]) => Promise<unknown>,
  ) {}

  get size(): number {
    return this.waiting.length;
  }

  add(changes: readonly AlertChange[]): void {
    if (changes.length === 0) return;
    const room = MAX_WAITING - this.waiting.length;
    if (changes.length > room) {
      this.log.error({ lost: changes.length - room }, "too many changes of alerts wait for the database");
    }
    this.waiting.push(...changes.slice(0, room));
    if (!this.isFailing) this.start();
  }

  /** Takes back what has not been written yet. */
  discard(isWrong: (change: AlertChange) => boolean): void {
    this.waiting = this.waiting.filter((change) => !isWrong(change));
  }

  /** Resolves when everything is written, or the database has refused to answer once more. */
  async flush(): Promise<void> {
    if (this.waiting.length > 0) this.start();
    await this.running;
  }

  async stop(): Promise<void> {
    await this.flush();
    this.isStopped = true;
    clearTimeout(this.retryTimer);
  }

  private start(): void {
    clearTimeout(this.retryTimer);
    // Not at once: what is added in the same turn goes along.
    this.running ??= Promise.resolve()
      .then(() => this.drain())
      .finally(() => {
        this.running = null;
      });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = takeOneEach(this.waiting);
      try {
        await this.write(batch);
        this.isFailing = false;
      } catch (error) {
        this.waiting.unshift(...batch);
        if (!this.isFailing)
          this.log.warn(
            { err: error, waiting: this.waiting.length },
            "changes of alerts can't be written, trying again",
          );
        this.isFailing = true;
        if (!this.isStopped) this.retryTimer = setTimeout(() => this.start(), RETRY_MS);
        return;
      }
    }
  }

  /** What the database refuses for its content is lost alone, and said. */
  private async write(batch: readonly AlertChange[]): Promise<void> {
    try {
      await this.record(batch);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const [only, ...others] = batch;
      if (only !== undefined && others.length === 0) {
        this.log.error({ err: error, alertId: only.alertId, kind: only.kind }, "the database refuses a change");
        return;
      }
      for (const change of batch) await this.write([change]);
    }
  }
}

/** The longest start of the list that names no alert twice: a statement changes a row once. */
function takeOneEach(waiting: AlertChange[]): AlertChange[] {
  const seen = new Set<string>();
  const end = waiting.findIndex(({ alertId }) => seen.size === seen.add(alertId).size);
  return waiting.splice(0, end === -1 ? waiting.length : end);
}
