import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import { alertsLost, alertsRecorded, recordLatency } from "~/platform/metrics";
import { type AlertDraft, draftAlert, type Match } from "./alert-draft";
import { isRefused } from "./is-refused";
import { type WrittenAlerts, writeAlerts } from "./write-alerts";

const MAX_BATCH = 500;
/** An attacker's calldata may be large: neither the statement nor what is kept may grow with it. */
const MAX_BATCH_CHARACTERS = 8_000_000;
/** Matches kept in memory while the database is away. */
const MAX_WAITING = 20_000;
const MAX_WAITING_CHARACTERS = 200_000_000;
/** Alerts that are named in the log when they can't be written before the end. */
const MAX_NAMED = 100;
const RETRY_MS = [100, 250, 500, 1_000, 2_000];

/** Turns matches into committed alerts. */
export interface Recorder {
  /**
   * Takes a match; never waits. False when another endpoint's version of the transaction is wanted: this one can't be
   * read or there is no room (it is lost then, and counted), or its content is in doubt.
   */
  add(match: Match): boolean;
  status(): { waiting: number; written: number; lost: number; failingSince: number | null };
  /** Writes what is waiting, for at most `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/**
 * The next batch. Of a rule with a cooldown it takes one alert until one has paged, because a statement doesn't see
 * what it inserts itself; what has to wait for that doesn't hold up the alerts behind it.
 */
function takeBatch(waiting: AlertDraft[], isCovered: (draft: AlertDraft) => boolean): AlertDraft[] {
  const batch: AlertDraft[] = [];
  const kept: AlertDraft[] = [];
  const cooling = new Set<string>();
  let characters = 0;
  for (const draft of waiting) {
    const isFull = batch.length === MAX_BATCH || characters > MAX_BATCH_CHARACTERS;
    const mayPage = draft.cooldownSeconds > 0 && !isCovered(draft);
    if (isFull || (mayPage && cooling.has(draft.ruleId))) {
      kept.push(draft);
      continue;
    }
    if (mayPage) cooling.add(draft.ruleId);
    characters += draft.characters;
    batch.push(draft);
  }
  waiting.splice(0, waiting.length, ...kept);
  return batch;
}

/**
 * Flushes at once and takes whatever gathered meanwhile as the next batch. When the database is away it keeps what it
 * has and tries again; what no longer fits is counted and logged, never dropped silently.
 */
export function createRecorder(ctx: Context): Recorder {
  return new BatchRecorder(ctx);
}

class BatchRecorder implements Recorder {
  private readonly waiting: AlertDraft[] = [];
  private writing: readonly AlertDraft[] = [];
  /** Characters of what waits and what is being written. */
  private characters = 0;
  /** Until when (ms since the epoch) a rule's alert that paged covers others: a number a rule. */
  private readonly coveredUntilMs = new Map<string, number>();
  private running: Promise<void> | null = null;
  private isStopping = false;
  private written = 0;
  private lost = 0;
  private failures = 0;
  private failingSince: number | null = null;

  constructor(private readonly ctx: Context) {}

  add(match: Match): boolean {
    const { transaction, match: matched } = match;
    const facts = { txHash: transaction.hash, ruleId: matched.rule.id };
    let draft: AlertDraft | null;
    try {
      draft = draftAlert(this.ctx.newId(), match);
    } catch (error) {
      // A node may announce anything; one transaction that can't be read must not end the reading of the others.
      return this.lose(facts, "its transaction can't be read", error);
    }
    if (draft === null) return this.lose(facts, "its transaction has no recoverable sender");
    if (this.waiting.length >= MAX_WAITING || this.characters > MAX_WAITING_CHARACTERS)
      return this.lose(facts, "too many wait for the database");
    this.characters += draft.characters;
    this.waiting.push(draft);
    this.run();
    return !draft.isDoubtful;
  }

  status(): ReturnType<Recorder["status"]> {
    const { waiting, writing, written, lost, failingSince } = this;
    return { waiting: waiting.length + writing.length, written, lost, failingSince };
  }

  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    await Promise.race([this.running, new Promise((done) => setTimeout(done, deadlineMs).unref())]);
    const left = [...this.writing, ...this.waiting];
    if (left.length === 0) return;
    this.lost += left.length;
    alertsLost.add(left.length);
    const alerts = left.slice(0, MAX_NAMED).map(({ txHash, ruleId }) => ({ txHash, ruleId }));
    this.ctx.log.error({ lost: left.length, alerts }, "stopped with alerts that could not be written");
  }

  private run(): void {
    this.running ??= this.flush().finally(() => {
      this.running = null;
      if (this.waiting.length > 0 && !this.isStopping) this.run();
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = takeBatch(this.waiting, (draft) => this.isCovered(draft));
      this.writing = batch;
      try {
        await this.write(batch);
        for (const { characters } of batch) this.characters -= characters;
        this.writing = [];
      } catch (error) {
        this.writing = [];
        await this.failed(batch, error);
        if (this.isStopping && Date.now() - (this.failingSince ?? 0) > 5_000) return;
      }
    }
  }

  private isCovered({ ruleId, detectedAtMs }: AlertDraft): boolean {
    return detectedAtMs < (this.coveredUntilMs.get(ruleId) ?? 0);
  }

  /** A batch that the database refuses is halved until the one alert that it refuses is alone. */
  private async write(batch: AlertDraft[]): Promise<void> {
    try {
      this.succeeded(batch, await writeAlerts(this.ctx.sql, batch));
    } catch (error) {
      if (!isRefused(error)) throw error;
      const [draft, ...others] = batch;
      if (draft !== undefined && others.length === 0) {
        this.lose(draft, "the database refuses it", error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, half));
      await this.write(batch.slice(half));
    }
  }

  private succeeded(batch: AlertDraft[], { alertIds, deliveries, pagedAtMs }: WrittenAlerts): void {
    const { ctx, failingSince } = this;
    for (const { ruleId, cooldownSeconds } of batch) {
      const atMs = pagedAtMs.get(ruleId);
      if (cooldownSeconds > 0 && atMs !== undefined) this.coveredUntilMs.set(ruleId, atMs + cooldownSeconds * 1_000);
    }
    if (failingSince !== null) ctx.log.info({ awayMs: Date.now() - failingSince }, "alerts are written again");
    this.failingSince = null;
    this.failures = 0;
    this.written += alertIds.length;
    alertsRecorded.add(alertIds.length);
    recordLatency.record(Date.now() - Math.min(...batch.map((draft) => draft.detectedAtMs)));
    if (alertIds.length > 0) ctx.relay.publish("alerts.changed", { ids: alertIds });
    // Not awaited: a slow queue must not hold up the next alerts. What fails is left to the sweeper.
    void enqueueDeliveries(ctx, deliveries);
  }

  private async failed(batch: AlertDraft[], error: unknown): Promise<void> {
    const { waiting } = this;
    waiting.unshift(...batch);
    if (this.failingSince === null) {
      this.failingSince = Date.now();
      this.ctx.log.error(
        { err: error, waiting: waiting.length },
        "alerts can't be written, keeping them and trying again",
      );
    }
    const delayMs = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)] ?? 2_000;
    await new Promise((done) => setTimeout(done, delayMs));
  }

  private lose({ txHash, ruleId }: { txHash: string; ruleId: string }, why: string, error?: unknown): false {
    this.lost += 1;
    alertsLost.add(1);
    this.ctx.log.error({ lost: this.lost, txHash, ruleId, err: error }, `an alert was lost: ${why}`);
    return false;
  }
}
