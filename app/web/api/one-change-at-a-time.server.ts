import PQueue from "p-queue";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * How many conditional changes one instance makes at once. Each keeps a connection of the small pool meanwhile, and its
 * handler may need another of it: with all of them taken, each would wait for the others.
 */
const AT_ONCE = 3;
/** How long another instance's change of the same resource is waited for. */
const WAIT_MS = 10_000;
/** PostgreSQL's `lock_not_available` (Appendix A). */
const LOCK_NOT_AVAILABLE = "55P03";

interface Turns {
  queue: PQueue;
  /** The last of those waiting for each resource. */
  last: Map<string, Promise<unknown>>;
}

const turns = new WeakMap<Context, Turns>();

/**
 * Runs conditional changes of one resource one after the other, whichever instance they come to: of two with the same
 * `If-Match` the second finds the resource changed. Within an instance they queue up, between instances a lock of
 * PostgreSQL decides (held by a transaction, so that it ends with its connection and works behind PgBouncer).
 *
 * @throws AppError `unavailable` when another instance's change takes too long.
 */
export async function oneChangeAtATime<T>(ctx: Context, resource: string, run: () => Promise<T>): Promise<T> {
  const { queue, last } = turnsOf(ctx);
  const before = last.get(resource) ?? Promise.resolve();
  const locked = () => queue.add(() => underLock(ctx, resource, run));
  const mine = before.then(locked, locked);
  const settled = mine.catch(() => undefined);
  last.set(resource, settled);
  try {
    return await mine;
  } finally {
    if (last.get(resource) === settled) last.delete(resource);
  }
}

function turnsOf(ctx: Context): Turns {
  const existing = turns.get(ctx);
  if (existing) return existing;
  const made = { queue: new PQueue({ concurrency: AT_ONCE }), last: new Map() };
  turns.set(ctx, made);
  return made;
}

async function underLock<T>(ctx: Context, resource: string, run: () => Promise<T>): Promise<T> {
  const client = await ctx.sql.connect();
  let lost: Error | undefined;
  const onLost = (error: Error) => {
    lost = error;
  };
  // Nobody else listens while it waits for the handler, and an error that nobody listens for ends the process.
  client.on("error", onLost);
  try {
    await client.query("BEGIN");
    await client.query(`SET LOCAL lock_timeout = ${WAIT_MS}`);
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`if-match ${resource}`]);
    return await run();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    throw new AppError("unavailable", "Another change of this resource takes unusually long. Try again.", {
      retryAfterSeconds: 5,
      cause: error,
    });
  } finally {
    // Only the lock was in it: whatever becomes of it, the handler's own work stands.
    await client.query("ROLLBACK").catch(onLost);
    client.off("error", onLost);
    client.release(lost ?? false);
  }
}
