import { createPostgresRelayBackend, Relay } from "bullmq";
import { Redis } from "ioredis";
import type { Logger } from "pino";

import { SteadyClient } from "./steady-client.server";

/** What is told fleet-wide. Each is a hint to look at the database, which is the truth: a lost one only delays. */
export interface RelayTopics {
  /** Alerts or their events changed: `ids` of the alerts. */
  "alerts.changed": { ids: string[] };
  /** Rules, watchlist entries, networks or channels changed: the worker reads them again. */
  "configuration.changed": { what: "rules" | "watchlists" | "networks" | "channels" };
  /** The listener reported its endpoints' states. */
  "networks.reported": { networkId: string };
  /** A delivery ended. */
  "deliveries.changed": { id: string };
}

/** Fleet-wide publish and subscribe. */
export interface EventRelay {
  /** Tells everyone; never throws and never waits: what isn't heard is found by polling. */
  publish<T extends keyof RelayTopics>(topic: T, data: RelayTopics[T]): void;
  /** Calls `listener` for each message, also after an outage. Returns the way to stop. */
  subscribe<T extends keyof RelayTopics>(topic: T, listener: (data: RelayTopics[T]) => void): () => void;
  close(): Promise<void>;
}

const TOPICS = ["alerts.changed", "configuration.changed", "networks.reported", "deliveries.changed"] as const;
const RETRY_MS = 1_000;

/** The part of BullMQ's relay that Sentinel uses, the same on either backend. */
type OpenRelay = Pick<Relay, "publish" | "subscribe" | "waitUntilReady" | "close" | "on">;

/** BullMQ's relay, on whichever backend the queues use. It is made again until the backend answers. */
export function createRelay(options: {
  databaseUrl: string;
  redisUrl?: string;
  log: Logger;
  name: string;
}): EventRelay {
  const listeners = new Map<keyof RelayTopics, Set<(data: never) => void>>();
  const connections: Redis[] = [];
  let relay: OpenRelay | null = null;
  let closed = false;
  let said = false;

  const open = (): OpenRelay => {
    const common = { name: options.name, namespace: "sentinel", leaseDuration: 15_000 };
    if (options.redisUrl === undefined) {
      const connection = {
        connectionString: options.databaseUrl,
        migrate: true,
        max: 2,
        connectionTimeoutMillis: 5_000,
        Client: SteadyClient,
      };
      return new Relay({ ...common, connection, backend: createPostgresRelayBackend });
    }
    const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: null });
    redis.on("error", (error) => options.log.debug({ err: error }, "redis connection of the relay"));
    connections.push(redis);
    return new Relay({ ...common, connection: redis });
  };

  const deliver = (topic: keyof RelayTopics, data: unknown) => {
    for (const listener of listeners.get(topic) ?? []) listener(data as never);
  };

  const connect = async (): Promise<void> => {
    if (closed) return;
    const next = open();
    next.on("error", (error) => options.log.debug({ err: error }, "relay"));
    try {
      await next.waitUntilReady();
      for (const topic of TOPICS) {
        await next.subscribe(topic, (message) => deliver(topic, message.data));
      }
      relay = next;
      if (said) options.log.info("the live event relay is back");
      said = false;
    } catch (error) {
      if (!said) options.log.warn({ err: error }, "the live event relay is away, retrying");
      said = true;
      await next.close().catch(() => undefined);
      // A client that nobody uses any more would go on dialling for ever, one a retry.
      for (const redis of connections.splice(0)) redis.disconnect();
      setTimeout(connect, RETRY_MS).unref();
    }
  };
  const ready = connect();

  return {
    publish(topic, data) {
      relay?.publish(topic, data).catch((error) => options.log.debug({ err: error, topic }, "relay publish failed"));
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      set.add(listener as (data: never) => void);
      listeners.set(topic, set);
      return () => set.delete(listener as (data: never) => void);
    },
    async close() {
      closed = true;
      await Promise.race([
        ready.then(() => relay?.close()),
        new Promise((done) => setTimeout(done, 1_000).unref()),
      ]).catch(() => undefined);
      for (const redis of connections) redis.disconnect();
    },
  };
}
