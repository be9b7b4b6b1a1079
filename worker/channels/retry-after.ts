/** No far side may park a message for longer; after this it is tried again, and may ask again. */
const MAX_WAIT_MS = 60 * 60_000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, which Discord and others also write as a fraction, or a
 * date.
 *
 * @returns milliseconds from `now`, at most an hour; null when there is none or it makes no sense.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return secondsToWaitMs(Number(text));
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now.getTime(), 0), MAX_WAIT_MS);
}

/** Seconds (fractions count) as whole milliseconds, never less than asked, at most an hour. */
export function secondsToWaitMs(seconds: number): number {
  // 0.376 * 1000 is 376 but 1.001 * 1000 is 1000.9999999999999: round what is noise, then up.
  return Math.min(Math.ceil(Number((seconds * 1000).toFixed(3))), MAX_WAIT_MS);
}
