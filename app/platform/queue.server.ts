import type { Processor } from "bullmq";
import type { Logger } from "pino";

import {
  type DeliveryJob,
  type OpenQueue,
  type OpenWorker,
  postgresBackend,
  redisBackend,
} from "./queue-backends.server";
import { within } from "./within";

/** The queues there are. Critical alerts have a lane of their own, so that a flood of others can't delay them. */
export const QUEUES = ["deliveries-critical", "deliveries"] as const;

/** A lane's name. */
export type QueueName = (typeof QUEUES)[number];

/** BullMQ on PostgreSQL or on Redis, behind one face. */
export interface Queues {
  backend: "postgres" | "redis";
  /**
   * Adds a job, or does nothing when one with this id is still there.
   *
   * @throws Error at once (at most 3 s) when the backend is away: the delivery's row stays for the sweeper.
   */
  add(queue: QueueName, job: { id: string; data: DeliveryJob; delayMs?: number }): Promise<void>;
  /** Starts to process a queue in this process, now and after every outage. */
  work(queue: QueueName, processor: Processor<DeliveryJob>, options: { concurrency: number }): void;
  /** Waiting, delayed and running jobs by lane. @throws Error when the backend is away. */
  depth(): Promise<Record<QueueName, number>>;
  /** Stops taking jobs and waits, for at most 2 s, for those that run. */
  close(): Promise<void>;
}

/** A queue that does not answer for this long is away. */
const ANSWER_LIMIT_MS = 3_000;
/** How long stopping waits for jobs that run: a far side may take 15 s to answer, an operator wants it over in 5. */
const JOBS_LIMIT_MS = 2_000;
const CLOSE_LIMIT_MS = 1_000;
const REOPEN_MS = 1_000;

/** Says once that something went away and once that it is back, instead of once a retry. */
function outageLog(log: Logger, what: string) {
  let away = false;
  return {
    failed(error: unknown) {
      if (!away) log.warn({ err: error }, `${what} is away, retrying until it is back`);
      away = true;
    },
    worked() {
      if (away) log.info(`${what} is back`);
      away = false;
    },
  };
}

/**
 * Makes the queues; connections are opened when first used. BullMQ remembers for ever when its PostgreSQL could not be
 * reached at the first try, so a queue or worker whose first try failed is thrown away and opened again.
 */
export function createQueues(options: {
  databaseUrl: string;
  redisUrl?: string;
  log: Logger;
  isTraced?: boolean;
}): Queues {
  const { log, isTraced = false } = options;
  const backend =
    options.redisUrl === undefined
      ? postgresBackend(options.databaseUrl, isTraced)
      : redisBackend(options.redisUrl, log, isTraced);
  const queues = new Map<QueueName, OpenQueue>();
  const outages = new Map(QUEUES.map((name) => [name, outageLog(log, `queue ${name}`)]));
  const workers = new Set<OpenWorker>();
  let closed = false;

  const open = (name: QueueName): OpenQueue => {
    const existing = queues.get(name);
    if (existing) return existing;
    const queue = backend.openQueue(name);
    const failed = (error: unknown) => outages.get(name)?.failed(error);
    queue.on("error", failed);
    queue.waitUntilReady().catch((error: unknown) => {
      failed(error);
      queues.delete(name);
      queue.close().catch(failed);
    });
    queues.set(name, queue);
    return queue;
  };

  const startWorker = (openWorker: () => OpenWorker, outage: ReturnType<typeof outageLog>) => {
    if (closed) return;
    const worker = openWorker();
    worker.on("error", outage.failed);
    worker.on("active", outage.worked);
    // The delivery's row keeps its state, and the sweeper comes back to it.
    worker.on("failed", (job, error) => log.warn({ err: error, jobId: job?.id }, "a job failed, to be done again"));
    workers.add(worker);
    worker.waitUntilReady().catch((error: unknown) => {
      outage.failed(error);
      workers.delete(worker);
      worker.close(true).catch(outage.failed);
      setTimeout(() => startWorker(openWorker, outage), REOPEN_MS).unref();
    });
  };

  return {
    backend: backend.kind,
    async add(name, { id, data, delayMs = 0 }) {
      const added = open(name).add("deliver", data, { jobId: id, delay: delayMs });
      await within(added, ANSWER_LIMIT_MS, "the queue").catch((error: unknown) => {
        outages.get(name)?.failed(error);
        throw error;
      });
      outages.get(name)?.worked();
    },
    work(name, processor, { concurrency }) {
      startWorker(() => backend.openWorker(name, processor, concurrency), outageLog(log, `worker of queue ${name}`));
    },
    async depth() {
      const depths = QUEUES.map(async (name) => {
        const counted = open(name).getJobCountByTypes("waiting", "active", "delayed", "prioritized");
        return [name, await within(counted, ANSWER_LIMIT_MS, "the queue")] as const;
      });
      return Object.fromEntries(await Promise.all(depths)) as Record<QueueName, number>;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...workers].map((worker) => within(worker.close(), JOBS_LIMIT_MS, "the queue")));
      await Promise.allSettled([...queues.values()].map((queue) => within(queue.close(), CLOSE_LIMIT_MS, "the queue")));
      backend.close();
    },
  };
}
