import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { alertTailOf, type TailSubscription } from "./alert-tail.server";
import { type EventPosition, isAfter, parseEventId } from "./event-position";
import { currentEventPosition, readAlertEvents, type StreamedAlertEvent } from "./read-alert-events.server";

interface StreamOptions {
  /** The id of the last event the client has; null starts with what comes from now on. */
  lastEventId: string | null;
  /** Ends the stream. */
  signal: AbortSignal;
  /** Leaves out events of other alerts. */
  filter?: (alert: Alert) => boolean;
}

const PAGE_SIZE = 500;

/**
 * Every change of every alert, in order and with nothing lost, from `lastEventId` on and for as long as the caller
 * goes on reading. A reader that falls behind is given what it missed from the database, so that memory stays bounded.
 *
 * @throws AppError `invalid_input` at once when `lastEventId` is malformed; Error when the database is away while old
 *   events are read (the client resumes).
 */
export async function streamAlertEvents(
  ctx: Context,
  { lastEventId, signal, filter }: StreamOptions,
): Promise<AsyncGenerator<StreamedAlertEvent, void>> {
  const last = lastEventId === null ? null : parseEventId(lastEventId);
  const subscription = await alertTailOf(ctx).subscribe();
  // Also when the caller never begins to read.
  signal.addEventListener("abort", () => subscription.end(), { once: true });
  try {
    const after = last === null ? null : await knownPosition(ctx, last);
    return follow(ctx, { subscription, after, signal, filter: filter ?? (() => true) });
  } catch (error) {
    subscription.end();
    throw error;
  }
}

/** No event was ever streamed with a transaction that is still to come: such an id is of a database since restored. */
async function knownPosition(ctx: Context, last: EventPosition): Promise<EventPosition> {
  const now = await currentEventPosition(ctx);
  return isAfter(last, now) ? now : last;
}

async function* follow(
  ctx: Context,
  options: {
    subscription: TailSubscription;
    after: EventPosition | null;
    signal: AbortSignal;
    filter: (alert: Alert) => boolean;
  },
): AsyncGenerator<StreamedAlertEvent, void> {
  const { subscription, signal, filter } = options;
  let position = options.after ?? subscription.start;
  let isBehind = options.after !== null;
  try {
    while (!signal.aborted) {
      while (isBehind && !signal.aborted) {
        const page = await readAlertEvents(ctx, { after: position, limit: PAGE_SIZE });
        yield* page.events.filter((event) => filter(event.data));
        position = page.position;
        isBehind = page.isFull;
      }
      const arrived = subscription.take();
      if (arrived === null) {
        isBehind = true;
        continue;
      }
      for (const event of arrived) {
        if (!isAfter(event.position, position)) continue;
        position = event.position;
        if (filter(event.data)) yield event;
      }
      if (arrived.length === 0) await subscription.arrival(signal);
    }
  } finally {
    subscription.end();
  }
}
