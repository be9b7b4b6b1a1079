/**
 * How long to wait before attempt number `attempt` (0 = the first retry): exponential with full jitter, so that
 * many clients of a restarted node don't come back in step (AWS Architecture Blog, "Exponential Backoff And Jitter").
 */
export function backoffMs(
  attempt: number,
  { backoffBaseMs, backoffCapMs }: { backoffBaseMs: number; backoffCapMs: number },
  random: () => number = Math.random,
): number {
  // 2^30 is beyond any cap; a larger exponent would only end in Infinity.
  const ceilingMs = Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(attempt, 30));
  return Math.round(random() * ceilingMs);
}
