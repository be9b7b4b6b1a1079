import type { Context } from "~/platform/context.server";
import type { EventPosition } from "./event-position";
import { currentEventPosition, readAlertEvents, type StreamedAlertEvent } from "./read-alert-events.server";

/** One listener at the tail. */
export interface TailSubscription {
  /** Where the tail was when the subscription began: everything after it arrives here. */
  start: EventPosition;
  /** What has arrived since the last call; null when it was too much to keep, and has to be read from the database. */
  take(): StreamedAlertEvent[] | null;
  /** Resolves when there is something to take, or when the signal is aborted. */
  arrival(signal: AbortSignal): Promise<void>;
  end(): void;
}

const PAGE_SIZE = 500;
const MAX_WAITING = 1_000;
const POLL_MS = 1_000;
/** An older transaction usually ends within milliseconds; one that takes long is asked after ever less often. */
const UNSETTLED_MIN_MS = 20;

const tails = new WeakMap<Context, AlertTail>();

/** The one reader of new alert events in this process, however many streams there are. It reads only while there are some. */
export function alertTailOf(ctx: Context): AlertTail {
  const known = tails.get(ctx);
  if (known) return known;
  const tail = new AlertTail(ctx);
  tails.set(ctx, tail);
  return tail;
}

class Subscriber {
  waiting: StreamedAlertEvent[] = [];
  overflowed = false;
  wake: (() => void) | null = null;

  push(events: readonly StreamedAlertEvent[]): void {
    if (this.overflowed) return;
    this.waiting.push(...events);
    if (this.waiting.length > MAX_WAITING) {
      this.overflowed = true;
      this.waiting = [];
    }
    this.wake?.();
  }

  take(): StreamedAlertEvent[] | null {
    const taken = this.overflowed ? null : this.waiting;
    this.overflowed = false;
    this.waiting = [];
    return taken;
  }

  arrival(signal: AbortSignal): Promise<void> {
    if (this.overflowed || this.waiting.length > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        this.wake = null;
        resolve();
      };
      this.wake = done;
      signal.addEventListener("abort", done, { once: true });
    });
  }
}

/** Reads the feed and hands every event to all subscribers. */
export class AlertTail {
  readonly #ctx: Context;
  readonly #subscribers = new Set<Subscriber>();
  #position: EventPosition | null = null;
  #starting: Promise<EventPosition> | null = null;
  #isRunning = false;
  #isAway = false;
  #stirred = false;
  #stir: (() => void) | null = null;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** @throws Error when the database is away. */
  async subscribe(): Promise<TailSubscription> {
    const subscriber = new Subscriber();
    this.#subscribers.add(subscriber);
    try {
      this.#starting ??= currentEventPosition(this.#ctx);
      const first = await this.#starting;
      this.#position ??= first;
      // Whatever came between the two lines above is behind `start` or in `waiting`: never in neither.
      const start = this.#position;
      subscriber.waiting = [];
      if (!this.#isRunning) void this.#run();
      return {
        start,
        take: () => subscriber.take(),
        arrival: (signal) => subscriber.arrival(signal),
        end: () => this.#remove(subscriber),
      };
    } catch (error) {
      this.#starting = null;
      this.#remove(subscriber);
      throw error;
    }
  }

  #remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.#stirUp();
  }

  #stirUp(): void {
    this.#stirred = true;
    this.#stir?.();
  }

  /** Never throws: while the database is away it asks again every second, and goes on where it was. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    const stopListening = this.#ctx.relay.subscribe("alerts.changed", () => this.#stirUp());
    let unsettledMs = UNSETTLED_MIN_MS;
    while (this.#subscribers.size > 0) {
      this.#stirred = false;
      const found = await this.#read();
      if (found === "more") continue;
      await this.#rest(found === "unsettled" ? unsettledMs : POLL_MS);
      unsettledMs = found === "unsettled" ? Math.min(unsettledMs * 2, POLL_MS) : UNSETTLED_MIN_MS;
    }
    stopListening();
    this.#isRunning = false;
    this.#position = null;
    this.#starting = null;
  }

  async #read(): Promise<"more" | "unsettled" | "nothing"> {
    try {
      const after = this.#position ?? (await currentEventPosition(this.#ctx));
      const page = await readAlertEvents(this.#ctx, { after, limit: PAGE_SIZE });
      if (this.#isAway) this.#ctx.log.info("the alert feed can be read again");
      this.#isAway = false;
      this.#position = page.position;
      if (page.events.length > 0) for (const subscriber of this.#subscribers) subscriber.push(page.events);
      if (page.isFull) return "more";
      return page.hasUnsettled ? "unsettled" : "nothing";
    } catch (error) {
      if (!this.#isAway) this.#ctx.log.warn({ err: error }, "the alert feed can't be read, retrying");
      this.#isAway = true;
      return "nothing";
    }
  }

  #rest(ms: number): Promise<void> {
    if (this.#stirred) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#stir = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#stir = done;
    });
  }
}
