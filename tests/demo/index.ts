import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createAlertLines } from "./alert-lines";
import { type DemoOptions, HELP, parseOptions, UsageError } from "./options";
import { createProgress } from "./progress";
import { createReleases } from "./releases";
import { runOnce } from "./run-once";
import { runShow } from "./run-show";
import { startDemo } from "./start-demo";

const ONCE_LIMIT_MS = 90_000;
/** Nothing may take longer to end than Ctrl-C's promise of 5 s. */
const STOP_LIMIT_MS = 4800;
const SIGNAL_GRACE_MS = 150;

/** Why the demo ends when somebody asked it to. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Runs the demo until it is done or somebody ends it. */
async function runDemo(options: DemoOptions): Promise<number> {
  const progress = createProgress(process.stdout);
  const releases = createReleases();
  const stop = stopOnSignals();
  const signal = options.once ? AbortSignal.any([stop, AbortSignal.timeout(ONCE_LIMIT_MS)]) : stop;
  const lines = createAlertLines(process.stdout);
  let last: string | undefined;
  let failure: unknown;

  const work = async () => {
    const demo = await startDemo({
      options,
      progress,
      releases,
      signal,
      onWebhook: options.once ? quiet : lines.webhook,
    });
    if (options.once) {
      const proof = progress.step("an attack, its alert and its webhook", () =>
        runOnce(demo, { signal, log: progress.line }),
      );
      last = JSON.stringify(await proof);
    } else {
      await runShow(demo, { dataDir: options.dataDir, progress, lines, signal });
    }
  };
  try {
    await Promise.race([work(), rejectOnAbort(signal)]);
  } catch (error) {
    // Ctrl-C in a terminal reaches the local chain too, and its end may be noticed here before the signal is.
    if (!signal.aborted) await sleep(SIGNAL_GRACE_MS);
    failure = stop.aborted ? stop.reason : error;
  }
  if (failure instanceof Stopped) progress.line("\nending …");
  if (failure && options.once && signal.aborted && !stop.aborted) {
    failure = new Error(`not done within ${ONCE_LIMIT_MS / 1000} s; it was at: ${progress.current()}`, {
      cause: failure,
    });
  }
  await releases.run().catch((error: unknown) => {
    failure ??= error;
  });
  if (!options.keep) await rm(options.dataDir, { recursive: true, force: true });
  else if (failure && !(failure instanceof Stopped)) progress.line(`log: ${join(options.dataDir, "sentinel.log")}`);

  if (failure instanceof Stopped) return options.once ? 130 : 0;
  if (failure) {
    console.error(`\nThe demo failed: ${describe(failure)}`);
    return 1;
  }
  if (last) console.log(last);
  return 0;
}

function quiet(): void {}

/** Aborts at the first Ctrl-C (or hang-up); the process ends at the latest `STOP_LIMIT_MS` after it. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) return; // A terminal signals npm and us, and npm passes it on once more.
      controller.abort(new Stopped(name));
      // Whoever is still running then is killed by the exit handlers of those who started it.
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    });
  }
  return controller.signal;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** The message with those of its causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${describe(error.cause)}`;
}

async function main(): Promise<number> {
  try {
    const options = await parseOptions(process.argv.slice(2));
    if (options !== "help") return await runDemo(options);
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    return 2;
  }
}

process.exit(await main());
