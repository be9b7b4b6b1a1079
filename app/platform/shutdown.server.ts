import { isMainThread } from "node:worker_threads";
import type { Logger } from "pino";

/** Stops a process in order. */
export interface Shutdown {
  /** Registers a release; releases run in reverse order of registration, one after the other. */
  add(name: string, release: () => Promise<void> | void): void;
  /** Runs them once, then ends the process; after the deadline it ends anyway, with exit code 1. */
  run(reason: string): Promise<void>;
  /** Makes SIGINT and SIGTERM run it; a second signal ends at once. */
  onSignals(): void;
}

/** A Ctrl-C reaches the whole process group, and npm hands it on once more: that is one wish, not two. */
const SAME_SIGNAL_MS = 1_500;

/** Makes the one shutdown of a process or worker thread. */
export function createShutdown({ log, deadlineMs }: { log: Logger; deadlineMs: number }): Shutdown {
  const releases: { name: string; release: () => Promise<void> | void }[] = [];
  let running: Promise<void> | null = null;

  const stop = async (reason: string) => {
    log.info({ reason }, "stopping");
    const deadline = setTimeout(() => {
      log.error({ deadlineMs, open: releases.map(({ name }) => name) }, "not stopped in time, ending anyway");
      process.exit(1);
    }, deadlineMs);
    for (let next = releases.pop(); next; next = releases.pop()) {
      try {
        await next.release();
      } catch (error) {
        log.error({ err: error, part: next.name }, "a part did not stop cleanly");
      }
    }
    clearTimeout(deadline);
    log.info("stopped");
    process.exit(0);
  };

  const shutdown: Shutdown = {
    add: (name, release) => releases.push({ name, release }),
    run(reason) {
      running ??= stop(reason);
      return running;
    },
    onSignals() {
      if (!isMainThread) return;
      let startedAt: number | null = null;
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => {
          if (startedAt === null) {
            startedAt = Date.now();
            void shutdown.run(signal);
          } else if (Date.now() - startedAt > SAME_SIGNAL_MS) process.exit(1);
        });
      }
    },
  };
  return shutdown;
}
