/** How much of the time `work` may take, as one part in so many. */
const ONE_PART_IN = 20;
const LEAST_MS = 50;

/**
 * Runs `work` at once, and once more after the last call. Between two runs is a pause twenty times as long as the last
 * took, so that it never takes more than a twentieth of the time; 50 ms at least, `mostMs` at most. `work` must not throw.
 */
export function throttle(mostMs: number, work: () => Promise<void>): { call(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isWanted = false;
  let isStopped = false;
  const run = () => {
    const startedAtMs = performance.now();
    isRunning = true;
    isWanted = false;
    void work().finally(() => {
      isRunning = false;
      if (isStopped) return;
      const tookMs = performance.now() - startedAtMs;
      timer = setTimeout(next, Math.min(mostMs, Math.max(LEAST_MS, tookMs * ONE_PART_IN)));
    });
  };
  const next = () => {
    timer = undefined;
    if (isWanted) run();
  };
  return {
    call() {
      if (timer === undefined && !isRunning && !isStopped) run();
      else isWanted = true;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
