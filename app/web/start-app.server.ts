import { ensureDefaultChannel } from "~/domain/channels/ensure-default-channel.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import { ensureFirstAdmin } from "~/domain/users/ensure-first-admin.server";
import { type Context, createContext, prepareEnvironment } from "~/platform/context.server";
import { childEnvironment, EnvironmentError, readEnv } from "~/platform/env.server";
import { waitForSchema } from "~/platform/migrations.server";
import { createShutdown, type Shutdown } from "~/platform/shutdown.server";
import { startWorkerThread, type WorkerThread } from "~/platform/worker-thread.server";

const STOP_DEADLINE_MS = 12_000;

/** What a running web process consists of. */
export interface StartedApp {
  ctx: Context;
  shutdown: Shutdown;
  /** Null with `WORKER=off`, and in development, where the worker is a process of its own. */
  worker: WorkerThread | null;
}

async function start(): Promise<StartedApp> {
  const ready = await prepareEnvironment(readEnv());
  const ctx = createContext(ready, "web");
  const shutdown = createShutdown({ log: ctx.log, deadlineMs: STOP_DEADLINE_MS });
  shutdown.add("context", () => ctx.close());
  shutdown.onSignals();

  try {
    await waitForSchema(ready.env.DATABASE_URL, ctx.log);
    await ensureFirstAdmin(ctx);
    await syncConfiguredNetworks(ctx);
    await ensureDefaultChannel(ctx);
  } catch (error) {
    // What was started must not outlive a start that failed: the embedded database is a process of its own.
    await ctx.close();
    throw error;
  }

  const embedded = ready.env.WORKER === "embedded" && import.meta.env.PROD;
  const worker = embedded ? startWorkerThread({ env: childEnvironment(ready.env), log: ctx.log }) : null;
  if (worker) shutdown.add("worker thread", () => worker.stop());
  return { ctx, shutdown, worker };
}

const global = globalThis as typeof globalThis & { sentinelApp?: Promise<StartedApp> };

/** Starts once a process, however often development reloads the modules. Ends the process when it can't. */
export function startApp(): Promise<StartedApp> {
  global.sentinelApp ??= start().catch((error: unknown) => {
    const said =
      error instanceof EnvironmentError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${said}\n`);
    process.exit(1);
  });
  return global.sentinelApp;
}
