import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { startRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { ask, startChild } from "./child";

/** A call that a rule of the stage matches. */
export interface Watched {
  address: string;
  selector: string;
}

type Times = [hash: string, atMs: number][];

/** A running Sentinel with a node that announces to it and a receiver that its webhooks go to. */
export interface LatencyStage {
  watched: readonly Watched[];
  /** Announces transactions of the repeated workload, by their indexes; answers with each one's time of writing. */
  announce(what: { indexes: readonly number[]; perSecond: number }): Promise<Times>;
  arrivals(): Promise<Times>;
  /** Of the server process, MB; NaN where there is no /proc. */
  residentMb(): number;
  /** Looks every half second; the answer is the most that was seen, and ends the looking. */
  watchMemory(): () => number;
  /** As the worker reports it; null when it doesn't. */
  loopDelayP99Ms(): Promise<number | null>;
  stop(): Promise<void>;
}

const NETWORK = "bench";
const RULES = 10_000;
/** Rule changes are live within 2 s. */
const RULES_LIVE_MS = 2_500;
/** This share of the transactions matches; a call that is more frequent than `MAX_SHARE` is left out. */
const ALERT_SHARE = 0.02;
const MAX_SHARE = 0.005;

/** Starts everything; `watchedAddresses` are watched besides by a list rule that nothing matches. */
export async function setLatencyStage(
  backend: "postgres" | "redis",
  transactions: readonly RpcTransaction[],
  { watchedAddresses = 0 }: { watchedAddresses?: number } = {},
): Promise<LatencyStage> {
  const releases: (() => unknown)[] = [];
  const stop = async () => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const feeder = await startChild<string>(new URL("./latency-feeder.ts", import.meta.url));
    releases.push(() => feeder.child.disconnect());
    const receiver = await startChild<string>(new URL("./latency-receiver.ts", import.meta.url));
    releases.push(() => receiver.child.disconnect());
    const redis = backend === "redis" ? await startRedis() : null;
    if (redis) releases.push(redis.stop);
    const env = {
      SENTINEL_NETWORKS: JSON.stringify([{ name: NETWORK, chainId: 1, rpcUrls: [feeder.first] }]),
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      LOG_LEVEL: "warn",
    };
    const sentinel = await startSentinel({ env: redis ? { ...env, REDIS_URL: redis.url } : env });
    releases.push(sentinel.stop);
    const watched = chooseWatched(transactions);
    const token = await sentinel.token();
    await watch(sentinel, token, watched, receiver.first);
    await seedQuietRules(sentinel, RULES - watched.length);
    if (watchedAddresses > 0) await watchList(sentinel, token, watchedAddresses);
    await ask(feeder.child, { kind: "subscribed?" });
    await sleep(RULES_LIVE_MS);
    return {
      watched,
      announce: (what) => ask<Times>(feeder.child, { kind: "announce", ...what }),
      arrivals: () => ask<Times>(receiver.child, { kind: "arrivals?" }),
      residentMb: () => residentMb(sentinel.pid),
      watchMemory: () => watchMemory(sentinel.pid),
      loopDelayP99Ms: async () => {
        const { body } = await sentinel.api("/v1/networks", { token });
        return body.data[0]?.health.report?.worker?.loopDelayP99Ms ?? null;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls of the workload that together are about `ALERT_SHARE` of it, none of them dominating. */
function chooseWatched(transactions: readonly RpcTransaction[]): Watched[] {
  const counts = new Map<string, Watched & { count: number }>();
  for (const { to, input } of transactions) {
    const selector = selectorOf(input);
    if (to === null || selector === "0x") continue;
    const key = `${to} ${selector}`;
    const known = counts.get(key) ?? { address: to, selector, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  const frequent = [...counts.values()].filter(({ count }) => count <= transactions.length * MAX_SHARE);
  frequent.sort((a, b) => b.count - a.count);
  const chosen: Watched[] = [];
  let total = 0;
  for (const one of frequent) {
    if (total >= transactions.length * ALERT_SHARE) break;
    chosen.push(one);
    total += one.count;
  }
  return chosen;
}

async function create(sentinel: RunningSentinel, token: string, path: string, body: object): Promise<string> {
  const answer = await sentinel.api(path, { body, token });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

async function watch(sentinel: RunningSentinel, token: string, watched: readonly Watched[], webhookUrl: string) {
  const channel = { type: "webhook", name: "Bench", config: { url: webhookUrl } };
  const channels = [await create(sentinel, token, "/v1/notifications/channels", channel)];
  const entries = new Map<string, string>();
  for (const { address, selector } of watched) {
    const name = `Contract ${address.slice(0, 10)}`;
    const entry = { name, network: NETWORK, address };
    const watchlistId = entries.get(address) ?? (await create(sentinel, token, "/v1/watchlists", entry));
    entries.set(address, watchlistId);
    const rule = { name: `${name} ${selector}`, watchlistId, signature: selector, severity: "high", channels };
    await create(sentinel, token, "/v1/rules", rule);
  }
}

/** A client on the embedded database of a running Sentinel. */
async function withDatabase({ dataDir }: RunningSentinel, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  const client = new pg.Client(`postgresql://sentinel:${password}@127.0.0.1:${port}/sentinel`);
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}

/** Rules on contracts that nobody calls, a contract each: written straight into the tables, as an import would. */
async function seedQuietRules(sentinel: RunningSentinel, count: number): Promise<void> {
  await withDatabase(sentinel, (client) =>
    client.query(
      `WITH entry AS (
         INSERT INTO watchlist_entries (id, network_id, name, address)
         SELECT gen_random_uuid(), networks.id, 'Quiet ' || number, '0x' || lpad(to_hex(1000000000 + number), 40, '0')
         FROM networks, generate_series(1, $1::int) AS number
         RETURNING id, name)
       INSERT INTO rules (id, watchlist_id, name, signature, severity)
       SELECT gen_random_uuid(), id, name, 'transferOwnership(address)', 'high' FROM entry`,
      [count],
    ),
  );
}

/** A list of so many addresses, and a rule on it. */
async function watchList(sentinel: RunningSentinel, token: string, count: number): Promise<void> {
  const listId = await create(sentinel, token, "/v1/address-lists", { name: "bench_addresses" });
  await withDatabase(sentinel, (client) =>
    client.query(
      `INSERT INTO address_list_entries (list_id, address)
       SELECT $1, '0x' || substr(md5(number::text) || md5('a' || number::text), 1, 40)
       FROM generate_series(1, $2::int) AS number`,
      [listId, count],
    ),
  );
  const rule = { name: "Of the list", list: "bench_addresses", signature: "transferOwnership(address)" };
  await create(sentinel, token, "/v1/rules", { ...rule, severity: "high" });
}

/** Resident memory in MB (proc_pid_status(5)); NaN where there is no /proc. */
function residentMb(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return Number.NaN;
  }
}

function watchMemory(pid: number): () => number {
  let most = residentMb(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentMb(pid));
  }, 500);
  return () => {
    clearInterval(timer);
    return most;
  };
}
