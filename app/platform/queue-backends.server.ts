import { createPostgresBackend, type JobsOptions, type Processor, Queue, Worker } from "bullmq";
import { BullMQOtel } from "bullmq-otel";
import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

import { SteadyClient } from "./steady-client.server";

/** What a job carries: ids only, never content or secrets. */
export interface DeliveryJob {
  /** Empty of a pump. */
  deliveryId: string;
  /** Takes up what waits for this destination, instead of one delivery. */
  pumps?: string;
}

/** The part of BullMQ's queue that Sentinel uses. */
export interface OpenQueue {
  add(name: "deliver", data: DeliveryJob, options: JobsOptions): Promise<unknown>;
  getJobCountByTypes(...types: ("waiting" | "active" | "delayed" | "prioritized")[]): Promise<number>;
  on(event: "error", listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

/** The part of BullMQ's worker that Sentinel uses. */
export interface OpenWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "active", listener: () => void): unknown;
  on(event: "failed", listener: (job: { id?: string | undefined } | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}

/** Where BullMQ keeps its jobs. */
export interface QueueBackend {
  kind: "postgres" | "redis";
  openQueue(name: string): OpenQueue;
  openWorker(name: string, processor: Processor<DeliveryJob>, concurrency: number): OpenWorker;
  close(): void;
}

/** Carries a trace from whoever adds a job to whoever processes it. */
const telemetryOf = (isTraced: boolean) => (isTraced ? { telemetry: new BullMQOtel({ tracerName: "sentinel" }) } : {});

const jobDefaults = { removeOnComplete: true, removeOnFail: true };

/**
 * Jobs in PostgreSQL, in a schema of their own: nothing to install beside the database. Job changes don't wait for the
 * disk: a job only wakes the sender of a row that is safely there, and one lost in a crash is swept up.
 */
export function postgresBackend(databaseUrl: string, isTraced: boolean): QueueBackend {
  const common = telemetryOf(isTraced);
  const connection = {
    connectionString: databaseUrl,
    options: "-c synchronous_commit=off",
    migrate: true,
    max: 8,
    connectionTimeoutMillis: 5_000,
    Client: SteadyClient,
  };
  return {
    kind: "postgres",
    openQueue: (name) =>
      new Queue(name, { ...common, connection, defaultJobOptions: jobDefaults }, createPostgresBackend),
    openWorker: (name, processor, concurrency) =>
      new Worker(name, processor, { ...common, connection, concurrency, drainDelay: 5 }, createPostgresBackend),
    close: () => undefined,
  };
}

/**
 * Jobs in Redis. Producers fail fast, so that a row is left for the sweeper instead of a promise for ever pending;
 * consumers wait for as long as it takes (BullMQ's guide, "Going to production").
 */
export function redisBackend(redisUrl: string, log: Logger, isTraced: boolean): QueueBackend {
  const common = telemetryOf(isTraced);
  const open: Redis[] = [];
  const connect = (options: RedisOptions) => {
    const redis = new Redis(redisUrl, { ...options, retryStrategy: (times) => Math.min(times * 200, 2_000) });
    redis.on("error", (error) => log.debug({ err: error }, "redis connection"));
    open.push(redis);
    return redis;
  };
  return {
    kind: "redis",
    openQueue: (name) => {
      const connection = connect({ maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 3_000 });
      return new Queue(name, { ...common, connection, defaultJobOptions: jobDefaults });
    },
    openWorker: (name, processor, concurrency) =>
      new Worker(name, processor, {
        ...common,
        connection: connect({ maxRetriesPerRequest: null }),
        concurrency,
        drainDelay: 5,
      }),
    close: () => {
      for (const redis of open) redis.disconnect();
    },
  };
}
