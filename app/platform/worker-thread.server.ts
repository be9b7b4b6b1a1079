import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";

import { workerCrashes } from "./metrics";

const SCRIPT = "build/worker/index.js";
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** A thread that ran this long has recovered: the next crash starts the backoff anew. */
const STEADY_MS = 60_000;
/** The thread beats every 2 s; silence this long means that its loop hangs. */
const SILENCE_MS = 30_000;
const STOP_DEADLINE_MS = 9_000;

/** How the embedded worker does. */
export interface WorkerThreadStatus {
  state: "running" | "restarting" | "stopped";
  crashes: number;
  lastCrashAt: Date | null;
}

/** The embedded worker, supervised. */
export interface WorkerThread {
  status(): WorkerThreadStatus;
  stop(): Promise<void>;
}

/**
 * Runs the worker in a thread of this process. A crash or a hang is logged, counted and followed by a restart with
 * backoff; the web goes on meanwhile.
 *
 * @param options.script the worker's bundle.
 * @param options.env what the thread sees as its process environment: the database is already running.
 */
export function startWorkerThread(options: { env: NodeJS.Dict<string>; log: Logger; script?: string }): WorkerThread {
  const { env, log, script = SCRIPT } = options;
  const status: WorkerThreadStatus = { state: "restarting", crashes: 0, lastCrashAt: null };
  let thread: Worker | null = null;
  let restart: NodeJS.Timeout | null = null;
  let inARow = 0;

  const start = () => {
    const startedAt = Date.now();
    let lastBeat = startedAt;
    let failure: unknown = null;
    const current = new Worker(resolve(script), { env, stderr: false, stdout: false });
    thread = current;
    status.state = "running";

    const watchdog = setInterval(() => {
      if (Date.now() - lastBeat < SILENCE_MS) return;
      failure = new Error(`The worker thread was silent for ${SILENCE_MS} ms.`);
      void current.terminate();
    }, 5_000);
    watchdog.unref();

    current.on("message", () => {
      lastBeat = Date.now();
    });
    current.on("error", (error) => {
      failure = error;
    });
    current.on("exit", (exitCode) => {
      clearInterval(watchdog);
      thread = null;
      if (status.state === "stopped") return;
      inARow = Date.now() - startedAt > STEADY_MS ? 0 : inARow + 1;
      const delayMs = BACKOFF_MS[Math.min(inARow, BACKOFF_MS.length) - 1] ?? BACKOFF_MS[0] ?? 500;
      status.state = "restarting";
      status.crashes += 1;
      workerCrashes.add(1);
      status.lastCrashAt = new Date();
      log.error(
        { err: failure, exitCode, crashes: status.crashes, delayMs },
        "the worker thread crashed, restarting it",
      );
      restart = setTimeout(start, delayMs);
    });
  };

  if (!existsSync(script)) throw new Error(`${script} is missing: run "npm run build" first.`);
  start();

  return {
    status: () => ({ ...status }),
    async stop() {
      status.state = "stopped";
      if (restart) clearTimeout(restart);
      const current = thread;
      if (current === null) return;
      const ended = new Promise<void>((done) => current.once("exit", () => done()));
      current.postMessage("stop");
      const deadline = setTimeout(() => void current.terminate(), STOP_DEADLINE_MS);
      await ended;
      clearTimeout(deadline);
    },
  };
}
