import { DateTime } from "luxon";

import type { Hours } from "./channel-options";

interface Span {
  /** Milliseconds since the epoch. */
  begin: number;
  /** As `begin`; not part of it. */
  end: number;
}

/** Two weeks: a day may lose its hours to a change of clocks, and then the next is a week later. */
const DAYS_AHEAD = 15;
/** Spans reach over midnight, and a day before may run into them. */
const DAYS_BEFORE = 2;

/**
 * When the hours that `at` lies in end; null when it lies in none. Days that follow each other without a break are one
 * span. Hours without any break end two weeks on, to be asked again then.
 */
export function hoursEnd(hours: Hours | null, at: Date): Date | null {
  if (hours === null) return null;
  const span = spansAround(hours, at).find((candidate) => lies(candidate, at));
  return span === undefined ? null : new Date(span.end);
}

/** When the hours begin next after `at`, which lies outside them; `at` itself when it lies inside, or there are none. */
export function hoursBegin(hours: Hours | null, at: Date): Date {
  if (hours === null) return at;
  const spans = spansAround(hours, at);
  if (spans.some((span) => lies(span, at))) return at;
  const next = spans.find(({ begin }) => begin > at.getTime());
  return next === undefined ? at : new Date(next.begin);
}

function lies({ begin, end }: Span, at: Date): boolean {
  return begin <= at.getTime() && at.getTime() < end;
}

/** The spans from shortly before `at` to two weeks after, in order, those that touch made one. */
function spansAround({ from, to, timezone, days }: Hours, at: Date): Span[] {
  const today = DateTime.fromJSDate(at, { zone: timezone });
  const [begins, ends] = from === to ? ["00:00", "00:00"] : [from, to];
  const endsNextDay = ends <= begins;
  const spans: Span[] = [];
  for (let offset = -DAYS_BEFORE; offset <= DAYS_AHEAD; offset += 1) {
    const day = today.plus({ days: offset });
    if (days !== undefined && !days.includes(day.weekday)) continue;
    const begin = instantOf(day, begins, "first");
    const end = instantOf(endsNextDay ? day.plus({ days: 1 }) : day, ends, "last");
    // Hours that lie in the hour which a change of clocks leaves out don't happen on that day.
    if (begin >= end) continue;
    const before = spans.at(-1);
    if (before !== undefined && begin <= before.end) before.end = Math.max(before.end, end);
    else spans.push({ begin, end });
  }
  return spans;
}

/**
 * When a day's clocks show a time, in ms. A time that they show twice is the first for what begins and the last for what
 * ends; one that they leave out is the moment at which they are put forward.
 */
function instantOf(day: DateTime, time: string, which: "first" | "last"): number {
  const [hour, minute] = time.split(":").map(Number);
  const shown = day.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
  if (shown.toFormat("HH:mm") !== time) return changeBefore(shown);
  const instants = shown.getPossibleOffsets().map((possible) => possible.toMillis());
  return which === "first" ? Math.min(...instants) : Math.max(...instants);
}

const MINUTE_MS = 60_000;

/** When the clocks were last put forward before `after`, within the day before it. */
function changeBefore(after: DateTime): number {
  let before = after.toMillis() - 24 * 60 * MINUTE_MS;
  let changed = after.toMillis();
  while (changed - before > MINUTE_MS) {
    const middle = Math.floor((before + changed) / 2 / MINUTE_MS) * MINUTE_MS;
    const isChanged = DateTime.fromMillis(middle, { zone: after.zone }).offset === after.offset;
    if (isChanged) changed = middle;
    else before = middle;
  }
  return changed;
}
