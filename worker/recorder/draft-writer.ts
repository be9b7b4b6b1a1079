import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { tellUntoldFailures } from "~/domain/deliveries/tell-untold-failures.server";
import type { Context } from "~/platform/context.server";
import { alertsFenced, alertsRecorded, recordLatency } from "~/platform/metrics";
import type { AlertDraft } from "./alert-draft";
import { isRefused } from "./is-refused";
import { NoiseGate } from "./noise/noise-gate";
import { RepeatCounter } from "./noise/repeat-counter";
import { readKinds } from "./read-kinds";
import { ThresholdCounter } from "./threshold-counter";
import { writeAlerts } from "./write-alerts";

const MAX_BATCH = 500;
/** An attacker's calldata may be large: neither the statement nor what is kept may grow with it. */
const MAX_BATCH_CHARACTERS = 8_000_000;
/** Alerts that are named in a line of the log. */
const MAX_NAMED = 20;

/** Where the writer's results go. */
export interface DraftWriterOptions {
  /** A draft is done with: committed, counted, or not wanted any more. */
  onDone: (draft: AlertDraft) => void;
  /** Drafts that were held come again. */
  onReleased: (drafts: AlertDraft[]) => void;
  /** The database refuses a draft for what it is. */
  onRefused: (draft: AlertDraft, error: unknown) => void;
}

/** Takes drafts through threshold and noise control into the database, in batches of one statement each. */
export class DraftWriter {
  written = 0;
  fenced = 0;
  /** What is being written now. */
  writing: readonly AlertDraft[] = [];
  private readonly gate: NoiseGate;
  private readonly repeats: RepeatCounter;
  private readonly thresholds: ThresholdCounter;

  constructor(
    private readonly ctx: Context,
    private readonly options: DraftWriterOptions,
  ) {
    this.repeats = new RepeatCounter(ctx);
    this.thresholds = new ThresholdCounter(ctx);
    this.gate = new NoiseGate({
      maxCoveredRows: ctx.env.ALERT_MAX_COVERED_ROWS,
      release: options.onReleased,
      repeat: (repeat) => this.repeats.add(repeat),
      counted: (draft) => this.counted(draft),
    });
  }

  /** Held for a moment, to see whether they are news. */
  held(): number {
    return this.gate.held();
  }

  releaseHeld(): void {
    this.gate.releaseAll();
  }

  /** Writes everything in the queue that can be written now; what waits for another stays in it. */
  async write(queue: AlertDraft[]): Promise<void> {
    while (queue.length > 0) {
      await this.countHits(queue);
      const batch = this.takeBatch(queue);
      if (batch.length === 0) {
        if (queue.some(isHit)) continue;
        return;
      }
      this.writing = batch;
      try {
        await this.writeBatch(batch);
      } catch (error) {
        queue.unshift(...this.writing);
        this.gate.forget(this.writing);
        throw error;
      } finally {
        this.writing = [];
      }
    }
  }

  async stop(): Promise<void> {
    await this.repeats.stop();
  }

  /** Matches of rules with a threshold become hits; those that reach it stay in the queue. */
  private async countHits(queue: AlertDraft[]): Promise<void> {
    const hits = queue.filter(isHit);
    if (hits.length === 0) return;
    const fired = new Set(await this.thresholds.take(hits));
    const counted = new Set(hits.filter((draft) => !fired.has(draft)));
    // Others may have come meanwhile.
    const kept = queue.filter((draft) => !counted.has(draft));
    queue.splice(0, queue.length, ...kept);
    for (const draft of counted) this.options.onDone(draft);
  }

  private takeBatch(queue: AlertDraft[]): AlertDraft[] {
    const batch: AlertDraft[] = [];
    const kept: AlertDraft[] = [];
    let characters = 0;
    for (const draft of queue.splice(0)) {
      const isFull = batch.length === MAX_BATCH || characters > MAX_BATCH_CHARACTERS;
      const verdict = isFull || isHit(draft) ? "wait" : this.gate.judge(draft);
      if (verdict === "wait") kept.push(draft);
      else if (verdict === "count") this.counted(draft);
      else if (verdict === "write") {
        characters += draft.characters;
        batch.push(draft);
      }
    }
    // Released meanwhile, as a hold was closed: they have come to the queue's end by themselves.
    queue.unshift(...kept);
    return batch;
  }

  private counted(draft: AlertDraft): void {
    this.thresholds.consume(draft);
    this.options.onDone(draft);
  }

  /** A batch that the database refuses is halved until the one alert that it refuses is alone. */
  private async writeBatch(batch: readonly AlertDraft[]): Promise<void> {
    try {
      await this.writeAtOnce(batch);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const [draft, ...others] = batch;
      if (draft !== undefined && others.length === 0) {
        this.gate.forget(batch);
        this.done(batch);
        this.options.onRefused(draft, error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.writeBatch(batch.slice(0, half));
      await this.writeBatch(batch.slice(half));
    }
  }

  private async writeAtOnce(batch: readonly AlertDraft[]): Promise<void> {
    const { ctx } = this;
    const { alertIds, deliveries, held, outcomes } = await writeAlerts(ctx.sql, batch);
    this.written += alertIds.length;
    alertsRecorded.add(alertIds.length);
    recordLatency.record(Date.now() - Math.min(...batch.map((draft) => draft.detectedAtMs)));
    // Not awaited: a slow queue must not hold up the next alerts. What fails is left to the sweeper.
    void enqueueDeliveries(ctx, deliveries);
    if (held > 0) this.tellHeld();
    if (alertIds.length > 0) ctx.relay.publish("alerts.changed", { ids: alertIds });
    this.sayFenced(outcomes.filter(({ isFenced }) => isFenced).map(({ draft }) => draft));
    const unknown = this.gate.settle(outcomes);
    this.done(batch);
    for (const { key, coverId } of unknown) this.gate.know(key, await this.kindsOf(coverId));
  }

  /** Not awaited: where it fails, the schedule comes back to it within seconds. */
  private tellHeld(): void {
    tellUntoldFailures(this.ctx).catch((error: unknown) => {
      this.ctx.log.debug({ err: error }, "what is held could not be told of, yet");
    });
  }

  private async kindsOf(coverId: string) {
    try {
      return await readKinds(this.ctx.sql, coverId);
    } catch (error) {
      this.ctx.log.warn({ err: error, alertId: coverId }, "what an alert covers can't be read");
      return null;
    }
  }

  private done(batch: readonly AlertDraft[]): void {
    const done = new Set(batch);
    this.writing = this.writing.filter((draft) => !done.has(draft));
    for (const draft of batch) {
      this.thresholds.settle(draft);
      this.options.onDone(draft);
    }
  }

  private sayFenced(drafts: readonly AlertDraft[]): void {
    if (drafts.length === 0) return;
    this.fenced += drafts.length;
    alertsFenced.add(drafts.length);
    const alerts = drafts.slice(0, MAX_NAMED).map(({ txHash, ruleId }) => ({ txHash, ruleId }));
    this.ctx.log.warn({ fenced: drafts.length, alerts }, "not written: another worker watches the network by now");
  }
}

/** Its threshold is still to be asked. */
function isHit(draft: AlertDraft): boolean {
  return draft.threshold !== null && draft.occurrences === 1 && !draft.isDecided;
}
