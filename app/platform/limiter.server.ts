import { createHash } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import type { Logger } from "pino";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";

/** So many points in so many seconds for each key, counted from a key's first use. */
export interface LimiterSpec {
  /** What is counted; limiters of one name share their counters. */
  name: string;
  points: number;
  durationSeconds: number;
  /**
   * Counted for the whole fleet even without Redis, in PostgreSQL: a write each time. Otherwise each process then counts
   * for itself.
   */
  shared: boolean;
}

/** How a key stands after it was counted. */
export interface LimiterState {
  /** Within the points. */
  allowed: boolean;
  consumed: number;
  remaining: number;
  /** Until the key starts anew, ms. */
  msBeforeNext: number;
}

/** Counts keys. When the store is away each process counts for itself: nothing here fails because of it. */
export interface Limiter {
  /** Counts one more use of a key, also of one that has used up its points. */
  consume(key: string): Promise<LimiterState>;
  /** Whether a key has used up its points; not counted. */
  isSpent(key: string): Promise<boolean>;
  /** Takes one use back. */
  giveBack(key: string): Promise<void>;
  /** Starts a key anew. */
  forget(key: string): Promise<void>;
}

/** The limiters of a process. */
export interface Limiters {
  /** The limiter of a name, always the same one. */
  of(spec: LimiterSpec): Limiter;
  close(): Promise<void>;
}

/** The longest that a store is waited for before memory takes over. */
const STORE_LIMIT_MS = 5_000;
/** Connections of the limiters' own: a flood of sign-ins must not take those that everything else waits for. */
const CONNECTIONS = 3;

/**
 * Makes the limiters: in Redis where there is one, else in PostgreSQL (table `rate_limits`) or this process's memory.
 * Keys are stored as digests: they hold addresses and account names. Connections are opened when first needed.
 */
export function createLimiters(options: { databaseUrl: string; redisUrl?: string; log: Logger }): Limiters {
  const { databaseUrl, redisUrl, log } = options;
  const made = new Map<string, Limiter>();
  let redis: Redis | undefined;
  let pool: pg.Pool | undefined;

  const store = ({ name, points, durationSeconds, shared }: LimiterSpec): RateLimiterAbstract => {
    const common = { keyPrefix: name, points, duration: durationSeconds };
    const memory = new RateLimiterMemory(common);
    // What is used up is refused from memory until its window ends: a flood costs the store nothing.
    const stored = { ...common, insuranceLimiter: memory, inMemoryBlockOnConsumed: points + 1 };
    if (redisUrl !== undefined) {
      redis ??= openRedis(redisUrl, log);
      const keyPrefix = `sentinel:limit:${name}`;
      return new RateLimiterRedis({ ...stored, keyPrefix, storeClient: redis, rejectIfRedisNotReady: true });
    }
    if (!shared) return memory;
    pool ??= openPool(databaseUrl, log);
    // The table is made by a migration, and old rows go by a schedule of the worker's.
    const table = { storeType: "pool", tableName: "rate_limits", tableCreated: true, clearExpiredByTimeout: false };
    return new RateLimiterPostgres({ ...stored, ...table, storeClient: pool });
  };

  return {
    of(spec) {
      const limiter = made.get(spec.name) ?? limiterOn(store(spec));
      made.set(spec.name, limiter);
      return limiter;
    },
    async close() {
      redis?.disconnect();
      await pool?.end();
    },
  };
}

/** Fails at once while Redis is away, so that memory takes over and nobody waits. */
function openRedis(redisUrl: string, log: Logger): Redis {
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  redis.on("error", (error) => log.debug({ err: error }, "redis connection of the limiters"));
  return redis;
}

/** Counts don't wait for the disk: one lost in a crash of the database is a try that somebody has more. */
function openPool(connectionString: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    options: "-c synchronous_commit=off",
    connectionTimeoutMillis: STORE_LIMIT_MS,
    query_timeout: STORE_LIMIT_MS,
    keepAlive: true,
  });
  pool.on("error", (error) => log.debug({ err: error }, "database connection of the limiters"));
  return pool;
}

function limiterOn(store: RateLimiterAbstract): Limiter {
  return {
    async consume(key) {
      let refused = false;
      const state = await store.consume(digestOf(key)).catch((refusal: unknown) => {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        refused = true;
        return refusal;
      });
      const msBeforeNext = Math.max(1, state.msBeforeNext);
      // Refused from memory it was not counted; it is past the first refusal in any case.
      const uncounted = refused && state.consumedPoints <= store.points;
      const consumed = uncounted ? store.points + 2 : state.consumedPoints;
      return { allowed: !refused, consumed, remaining: Math.max(0, store.points - consumed), msBeforeNext };
    },
    async isSpent(key) {
      const state = await store.get(digestOf(key));
      return state !== null && state.consumedPoints > store.points;
    },
    async giveBack(key) {
      await store.reward(digestOf(key));
    },
    async forget(key) {
      await store.delete(digestOf(key));
    },
  };
}

const digestOf = (key: string) => createHash("sha256").update(key).digest("base64url");
