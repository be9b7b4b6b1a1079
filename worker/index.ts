import { isMainThread, parentPort } from "node:worker_threads";

import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import { type Context, createContext, prepareEnvironment } from "~/platform/context.server";
import { type Env, EnvironmentError, readEnv } from "~/platform/env.server";
import { waitForSchema } from "~/platform/migrations.server";
import { createShutdown, type Shutdown } from "~/platform/shutdown.server";
import { startBacktests } from "./backtests/start-backtests";
import { deliver } from "./deliver";
import { startEscalations } from "./escalations/start-escalations";
import { startHealth } from "./health";
import { createLeaseKeeper } from "./lease/create-lease-keeper";
import { type Networks, startNetworks } from "./networks";
import { prewarm } from "./prewarm";
import { createRecorder, type Recorder } from "./recorder/recorder";
import { startSchedules } from "./schedules";
import { startTelegram } from "./telegram/start-telegram";
import { watchLoad } from "./watch-load";

const STOP_DEADLINE_MS = 8_000;
const CRITICAL_CONCURRENCY = 32;
const CONCURRENCY = 32;

/** A database that hangs must not take the time in which the recorder says what it could not write. */
async function atMost(limitMs: number, stopping: Promise<void>): Promise<void> {
  await Promise.race([stopping, new Promise<void>((done) => setTimeout(done, limitMs).unref())]);
}

/** Starts the parts in the order of the data, and stops them in reverse. */
function startWorker(ctx: Context, shutdown: Shutdown): void {
  shutdown.add("context", () => ctx.close());

  const leases = createLeaseKeeper(ctx);
  const recorder: Recorder = createRecorder(ctx, {
    isLeaseSound: leases.isSound,
    resolveOutcome: (found) => networks.resolveOutcome(found),
  });
  // Given back only when everything found under them is written: what comes after is refused.
  shutdown.add("leases", () => atMost(1_000, leases.stop()));
  shutdown.add("recorder", () => recorder.stop(3_000));

  const load = watchLoad();
  shutdown.add("load", load.stop);
  const networks: Networks = startNetworks(ctx, { recorder, leases, load: load.read });
  shutdown.add("networks", () => atMost(2_000, networks.stop()));
  const backtests = startBacktests(ctx, networks.rpcs.bind(networks));
  shutdown.add("backtests", () => atMost(2_000, backtests.stop()));

  ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: CRITICAL_CONCURRENCY });
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: CONCURRENCY });

  const escalations = startEscalations(ctx);
  shutdown.add("escalations", () => atMost(1_000, escalations.stop()));
  const telegram = startTelegram(ctx);
  shutdown.add("telegram", () => atMost(1_000, telegram.stop()));

  // Only a head start: nothing that goes wrong with it may end the worker.
  prewarm(ctx).catch((error: unknown) => ctx.log.debug({ err: error }, "could not warm up"));
  const stopSchedules = startSchedules(ctx);
  shutdown.add("schedules", () => atMost(1_000, stopSchedules()));
  shutdown.add("health", startHealth(ctx, { networks, recorder, load: load.read }));
  ctx.log.info({ queue: ctx.queues.backend, thread: !isMainThread }, "worker started");
}

async function main(env: Env): Promise<void> {
  // The web process has prepared the database for its thread; a process of its own does it for itself.
  const ready = isMainThread
    ? await prepareEnvironment(env)
    : { env: env as Awaited<ReturnType<typeof prepareEnvironment>>["env"], embedded: null };
  const ctx = createContext(ready, "worker");
  const shutdown = createShutdown({ log: ctx.log, deadlineMs: STOP_DEADLINE_MS });
  parentPort?.on("message", (message) => {
    if (message === "stop") void shutdown.run("asked by the web process");
  });
  if (isMainThread) {
    shutdown.onSignals();
    await waitForSchema(ready.env.DATABASE_URL, ctx.log);
    await syncConfiguredNetworks(ctx);
  }
  startWorker(ctx, shutdown);
}

try {
  await main(readEnv());
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvironmentError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
