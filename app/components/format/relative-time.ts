const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago a moment is, in the shortest words: `now`, `12 s ago`, `4 min ago`, `3 h ago`, `2 d ago`, then the date.
 *
 * @param atMs and nowMs milliseconds since 1970.
 */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.round((nowMs - atMs) / 1000);
  if (seconds < -2) return `in ${span(-seconds)}`;
  if (seconds < 2) return "now";
  return seconds < 30 * DAY ? `${span(seconds)} ago` : new Date(atMs).toISOString().slice(0, 10);
}

/** A length of time in one unit: `12 s`, `4 min`, `3 h`, `2 d`. */
export function span(seconds: number): string {
  if (seconds < MINUTE) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}
