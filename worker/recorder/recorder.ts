import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import { alertsLost, alertsRecorded, recordLatency } from "~/platform/metrics";
import { type AlertDraft, draftAlert, type Match } from "./alert-draft";
import { isRefused } from "./is-refused";
import { type WrittenAlerts, writeAlerts } from "./write-alerts";

const MAX_BATCH = 500;
/** Matches kept in memory while the database is away. */
const MAX_WAITING = 20_000;
const RETRY_MS = [100, 250, 500, 1_000, 2_000];

/** Turns matches into committed alerts. */
export interface Recorder {
  /** Takes a match; never waits. */
  add(match: Match): void;
  status(): { waiting: number; written: number; lost: number; failingSince: number | null };
  /** Writes what is waiting, for at most `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/** At most one alert of a rule with a cooldown a batch: the next batch then sees the one that paged. */
function takeBatch(waiting: AlertDraft[]): AlertDraft[] {
  const batch: AlertDraft[] = [];
  const kept: AlertDraft[] = [];
  const cooling = new Set<string>();
  for (const draft of waiting.splice(0, MAX_BATCH)) {
    if (draft.cooldownSeconds > 0 && cooling.has(draft.ruleId)) {
      kept.push(draft);
      continue;
    }
    if (draft.cooldownSeconds > 0) cooling.add(draft.ruleId);
    batch.push(draft);
  }
  waiting.unshift(...kept);
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
  private running: Promise<void> | null = null;
  private isStopping = false;
  private written = 0;
  private lost = 0;
  private failures = 0;
  private failingSince: number | null = null;

  constructor(private readonly ctx: Context) {}

  add(match: Match): void {
    const { transaction, match: matched } = match;
    const facts = { txHash: transaction.hash, ruleId: matched.rule.id };
    let draft: AlertDraft | null;
    try {
      draft = draftAlert(this.ctx.newId(), match);
    } catch (error) {
      // A node may announce anything; one transaction that can't be read must not end the reading of the others.
      this.lose(facts, "its transaction can't be read", error);
      return;
    }
    if (draft === null) this.lose(facts, "its transaction has no recoverable sender");
    else if (this.waiting.length >= MAX_WAITING) this.lose(facts, "too many wait for the database");
    else {
      this.waiting.push(draft);
      this.run();
    }
  }

  status(): ReturnType<Recorder["status"]> {
    const { waiting, written, lost, failingSince } = this;
    return { waiting: waiting.length, written, lost, failingSince };
  }

  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    await Promise.race([this.running, new Promise((done) => setTimeout(done, deadlineMs).unref())]);
    if (this.waiting.length === 0) return;
    this.ctx.log.error({ waiting: this.waiting.length }, "stopped with alerts that could not be written");
  }

  private run(): void {
    this.running ??= this.flush().finally(() => {
      this.running = null;
      if (this.waiting.length > 0 && !this.isStopping) this.run();
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = takeBatch(this.waiting);
      try {
        await this.write(batch);
      } catch (error) {
        await this.failed(batch, error);
        if (this.isStopping && Date.now() - (this.failingSince ?? 0) > 5_000) return;
      }
    }
  }

  /** A batch that the database refuses is halved until the one alert that it refuses is alone. */
  private async write(batch: AlertDraft[]): Promise<void> {
    try {
      this.succeeded(batch, await writeAlerts(this.ctx.sql, batch));
    } catch (error) {
      if (!isRefused(error)) throw error;
      const [draft, ...others] = batch;
      if (draft !== undefined && others.length === 0) return this.lose(draft, "the database refuses it", error);
      const half = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, half));
      await this.write(batch.slice(half));
    }
  }

  private succeeded(batch: AlertDraft[], { alertIds, deliveries }: WrittenAlerts): void {
    const { ctx, failingSince } = this;
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

  private lose({ txHash, ruleId }: { txHash: string; ruleId: string }, why: string, error?: unknown): void {
    this.lost += 1;
    alertsLost.add(1);
    this.ctx.log.error({ lost: this.lost, txHash, ruleId, err: error }, `an alert was lost: ${why}`);
  }
}
