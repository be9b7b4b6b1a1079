/** The documented promise: three retries, growing by four. */
const DELAYS_MS = [2_000, 8_000, 32_000];
/** Each delay is spread by up to this share, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * How long to wait before the next try.
 *
 * @param retriesDone retries that have already been made: 0 after the first failure.
 * @param random in [0, 1); for tests.
 * @returns milliseconds, or null when the retries are spent.
 */
export function nextRetryDelayMs(retriesDone: number, random: () => number = Math.random): number | null {
  const delay = DELAYS_MS[retriesDone];
  return delay === undefined ? null : Math.round(delay * (1 + JITTER * (2 * random() - 1)));
}
