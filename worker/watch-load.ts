import { monitorEventLoopDelay } from "node:perf_hooks";

/** How busy this worker is. */
export interface WorkerLoad {
  /** How late the event loop's turns came, over the last minute: 99 of 100 were earlier, ms. */
  loopDelayP99Ms: number;
  /** Resident memory of the process (with the web server, where the worker is its thread), MB. */
  rssMb: number;
}

const RESOLUTION_MS = 10;
const WINDOW_MS = 60_000;
const NANOSECONDS_PER_MS = 1e6;

/** Watches the event loop; the answer is of the window that ended last, or of the first one so far. */
export function watchLoad(): { read(): WorkerLoad; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let last: number | null = null;
  // The histogram counts a sleep of its own resolution into every delay.
  const p99Ms = () => Math.max(0, histogram.percentile(99) / NANOSECONDS_PER_MS - RESOLUTION_MS);
  const timer = setInterval(() => {
    last = p99Ms();
    histogram.reset();
  }, WINDOW_MS);
  return {
    read: () => ({
      loopDelayP99Ms: Math.round((last ?? p99Ms()) * 10) / 10,
      rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    }),
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
