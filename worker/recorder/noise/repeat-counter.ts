import type { Context } from "~/platform/context.server";
import { countRepeats, type RepeatSum } from "./count-repeats";
import type { Repeat } from "./noise-gate";

/** An alert that covers others is changed at most this often. */
const EVERY_MS = 500;
/** Its timeline tells the first repeats one by one, then one line at most this often: it must not grow with a flood. */
const FIRST_LINES = 20;
const LINE_EVERY_MS = 10_000;
/** An alert that has been quiet for so long is forgotten. */
const FORGET_MS = 60_000;

const NONE = { count: 0, unstored: 0, unpaged: 0 };

interface Sum {
  /** Not added yet; null when there is nothing. */
  waiting: Repeat | null;
  /** Not said on the timeline yet. */
  untold: Pick<Repeat, "count" | "unstored" | "unpaged">;
  lines: number;
  toldAtMs: number;
  /** When it was changed last; monotonic. */
  changedAtMs: number;
}

/** Adds repeats to the alerts that cover them: the first at once, what follows gathered. */
export class RepeatCounter {
  private readonly sums = new Map<string, Sum>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isFailing = false;

  constructor(private readonly ctx: Context) {}

  add(repeat: Repeat): void {
    const sum = this.sums.get(repeat.coverId) ?? fresh();
    this.sums.set(repeat.coverId, sum);
    const before = sum.waiting ?? { ...repeat, ...NONE };
    sum.waiting = {
      ...repeat,
      ...plus(before, repeat),
      senders: Math.max(before.senders, repeat.senders),
      atMs: Math.max(before.atMs, repeat.atMs),
    };
    this.schedule();
  }

  /** Whether everything is added. */
  isIdle(): boolean {
    return this.running === null && ![...this.sums.values()].some(({ waiting }) => waiting !== null);
  }

  /** Adds what is left, once. */
  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.running;
    await this.flush(true);
  }

  private schedule(): void {
    if (this.timer !== null || this.running !== null) return;
    let inMs = Number.POSITIVE_INFINITY;
    for (const { waiting, changedAtMs } of this.sums.values()) {
      if (waiting !== null) inMs = Math.min(inMs, changedAtMs + EVERY_MS - performance.now());
    }
    if (inMs === Number.POSITIVE_INFINITY) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.running = this.flush(false).finally(() => {
          this.running = null;
          this.schedule();
        });
      },
      Math.max(0, inMs),
    );
  }

  private async flush(isLast: boolean): Promise<void> {
    const now = performance.now();
    const due: { sum: Sum; repeat: RepeatSum }[] = [];
    for (const [id, sum] of this.sums) {
      if (sum.waiting === null) {
        if (sum.untold.count === 0 && now - sum.changedAtMs > FORGET_MS) this.sums.delete(id);
      } else if (isLast || now - sum.changedAtMs >= EVERY_MS - 1)
        due.push({ sum, repeat: this.take(sum, sum.waiting, isLast) });
    }
    if (due.length === 0) return;
    try {
      const ids = await countRepeats(
        this.ctx.sql,
        due.map(({ repeat }) => repeat),
      );
      this.isFailing = false;
      if (ids.length > 0) this.ctx.relay.publish("alerts.changed", { ids });
    } catch (error) {
      for (const { sum, repeat } of due) putBack(sum, repeat);
      if (!this.isFailing)
        this.ctx.log.warn({ err: error, alerts: due.length }, "repeats can't be counted, trying again");
      this.isFailing = true;
    }
  }

  private take(sum: Sum, waiting: Repeat, isLast: boolean): RepeatSum {
    const now = performance.now();
    const untold = plus(sum.untold, waiting);
    const isTold = isLast || sum.lines < FIRST_LINES || now - sum.toldAtMs >= LINE_EVERY_MS;
    sum.waiting = null;
    sum.changedAtMs = now;
    sum.untold = isTold ? NONE : untold;
    if (isTold) {
      sum.lines += 1;
      sum.toldAtMs = now;
    }
    return { ...waiting, told: isTold ? untold : null };
  }
}

function fresh(): Sum {
  return { waiting: null, untold: NONE, lines: 0, toldAtMs: 0, changedAtMs: Number.NEGATIVE_INFINITY };
}

function plus(a: typeof NONE, b: typeof NONE): typeof NONE {
  return { count: a.count + b.count, unstored: a.unstored + b.unstored, unpaged: a.unpaged + b.unpaged };
}

/** A flush that failed: what was to be told is told with the next. */
function putBack(sum: Sum, { told, ...repeat }: RepeatSum): void {
  const { count, unstored, unpaged } = plus(repeat, sum.waiting ?? NONE);
  if (told !== null) sum.untold = plus(sum.untold, { ...told, ...minus(told, repeat) });
  sum.waiting = { ...repeat, ...(sum.waiting ?? {}), count, unstored, unpaged };
}

function minus(a: typeof NONE, b: typeof NONE): typeof NONE {
  return { count: a.count - b.count, unstored: a.unstored - b.unstored, unpaged: a.unpaged - b.unpaged };
}
