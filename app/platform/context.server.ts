import type pg from "pg";
import type { Logger } from "pino";

import { type Db, openDatabase } from "./db.server";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded-database.server";
import type { Env } from "./env.server";
import type { GuardedHttp } from "./guarded-http/http-result";
import { createGuardedHttp } from "./guarded-http.server";
import { newId } from "./ids";
import { createLimiters, type Limiters } from "./limiter.server";
import { createLog } from "./log.server";
import { applyMigrations } from "./migrations.server";
import { createQueues, type Queues } from "./queue.server";
import { createRelay, type EventRelay } from "./relay.server";
import { readOrMakeSecret } from "./secret-file.server";
import { createSecrets, type Secrets } from "./secrets.server";

/** Everything an operation may need from outside, made once a process (and once for the worker thread). */
export interface Context {
  env: Env;
  log: Logger;
  db: Db;
  /** Raw SQL for the hot statements. */
  sql: pg.Pool;
  queues: Queues;
  relay: EventRelay;
  secrets: Secrets;
  http: GuardedHttp;
  /** Counters of requests and failures, shared by the fleet where they must be. */
  limiters: Limiters;
  newId: () => string;
  /** Releases everything in reverse order of making. */
  close(): Promise<void>;
}

/** The environment once the embedded database runs: the same values that a worker thread is given. */
export interface ReadyEnv {
  env: Env & { DATABASE_URL: string; SENTINEL_SECRET: string };
  embedded: EmbeddedDatabase | null;
}

/** Starts the embedded database when there is no other, and brings its schema up to date. */
export async function prepareEnvironment(env: Env): Promise<ReadyEnv> {
  const log = createLog(env, "database");
  if (env.DATABASE_URL !== undefined && env.SENTINEL_SECRET !== undefined) {
    return { env: { ...env, DATABASE_URL: env.DATABASE_URL, SENTINEL_SECRET: env.SENTINEL_SECRET }, embedded: null };
  }
  const given = env.SENTINEL_SECRET;
  const stored = given === undefined ? readOrMakeSecret(env.SENTINEL_DATA_DIR) : { secret: given, previous: [] };
  const embedded = await startEmbeddedDatabase({ dataDir: env.SENTINEL_DATA_DIR, log });
  try {
    const applied = await applyMigrations(embedded.url);
    if (applied.length > 0) log.info({ migrations: applied }, "database schema brought up to date");
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  const SENTINEL_SECRET_PREVIOUS = [...env.SENTINEL_SECRET_PREVIOUS, ...stored.previous];
  const resolved = { DATABASE_URL: embedded.url, SENTINEL_SECRET: stored.secret, SENTINEL_SECRET_PREVIOUS };
  return { env: { ...env, ...resolved }, embedded };
}

/** Builds the one context of a process or thread. */
export function createContext({ env, embedded }: ReadyEnv, name: string): Context {
  const log = createLog(env, name);
  const database = openDatabase(env.DATABASE_URL, {
    onError: (error) => log.warn({ err: error }, "database connection lost"),
  });
  const backend = {
    databaseUrl: env.DATABASE_URL,
    ...(env.REDIS_URL === undefined ? {} : { redisUrl: env.REDIS_URL }),
    log,
  };
  const queues = createQueues({ ...backend, isTraced: env.OTEL_ENABLED });
  const relay = createRelay({ ...backend, name });
  const limiters = createLimiters(backend);
  const http = createGuardedHttp({
    allowedCidrs: env.WEBHOOK_ALLOWED_CIDRS,
    trustedOrigins: [env.DISCORD_API_BASE, env.TELEGRAM_API_BASE, env.PAGERDUTY_API_BASE, env.SLACK_API_BASE]
      .filter((base) => base !== undefined)
      .map((base) => new URL(base).origin),
  });

  return {
    env,
    log,
    db: database.db,
    sql: database.sql,
    queues,
    relay,
    secrets: createSecrets(env.SENTINEL_SECRET, env.SENTINEL_SECRET_PREVIOUS),
    http,
    limiters,
    newId,
    async close() {
      await Promise.all([queues.close(), relay.close()]);
      await Promise.all([limiters.close(), http.close()]);
      await database.close();
      await embedded?.stop();
    },
  };
}
