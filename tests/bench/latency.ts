import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { startRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { waitFor } from "../support/wait-for";
import { ask, startChild } from "./child";
import { quantile } from "./quantile";
import { readMainnetTransactions } from "./workload";

/** From the moment a frame is written to the socket until the webhook's body has arrived, in milliseconds. */
export interface Latency {
  backend: "postgres" | "redis";
  txPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Alerts measured: every one of them arrived, or `measureLatency` throws. */
  alerts: number;
  /** Webhooks that arrived for them: more than `alerts` when some came twice. */
  delivered: number;
  /** Resident memory of the server process (web and worker thread, without PostgreSQL), MB. */
  idleMb: number;
  loadedMb: number;
}

const NETWORK = "bench";
const TX_PER_SECOND = 200;
const WARM_UP_S = 10;
const MEASURED_S = 40;
const RULES = 10_000;
/** Rule changes are live within 2 s. */
const RULES_LIVE_MS = 2_500;
/** This share of the transactions matches; a call that is more frequent than `MAX_SHARE` is left out. */
const ALERT_SHARE = 0.025;
const MAX_SHARE = 0.005;

interface Watched {
  address: string;
  selector: string;
}

type Times = [hash: string, atMs: number][];

/**
 * Runs the built Sentinel as `npm start` does (embedded PostgreSQL, worker thread; a Redis of its own for that
 * backend) with 10,000 rules, on a node that announces real transactions at a steady rate, and times each alert from
 * frame to webhook: each went through the committed row and the queue. Node and receiver are processes of their own.
 *
 * @throws {Error} when Sentinel does not start, or an alert's webhook does not arrive within 20 s.
 */
export async function measureLatency(backend: Latency["backend"]): Promise<Latency> {
  const transactions = readMainnetTransactions().slice(0, TX_PER_SECOND * (WARM_UP_S + MEASURED_S));
  const watched = chooseWatched(transactions);
  const releases: (() => unknown)[] = [];
  try {
    const feeder = await startChild<string>(new URL("./latency-feeder.ts", import.meta.url));
    releases.push(() => feeder.child.disconnect());
    const receiver = await startChild<string>(new URL("./latency-receiver.ts", import.meta.url));
    releases.push(() => receiver.child.disconnect());
    const redis = backend === "redis" ? await startRedis() : null;
    if (redis) releases.push(redis.stop);
    const networks = [{ name: NETWORK, chainId: 1, rpcUrls: [feeder.first] }];
    const env = {
      SENTINEL_NETWORKS: JSON.stringify(networks),
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      LOG_LEVEL: "warn",
    };
    const sentinel = await startSentinel({ env: redis ? { ...env, REDIS_URL: redis.url } : env });
    releases.push(sentinel.stop);
    await watch(sentinel, watched, receiver.first);
    await seedQuietRules(sentinel, RULES - watched.length);
    await ask(feeder.child, { kind: "subscribed?" });
    await sleep(RULES_LIVE_MS);

    const idleMb = residentMb(sentinel.pid);
    const memory = watchMemory(sentinel.pid);
    const written = await ask<Times>(feeder.child, {
      kind: "announce",
      count: transactions.length,
      perSecond: TX_PER_SECOND,
    });
    const expected = transactions.filter((transaction) => watched.some((one) => isCallOf(one, transaction)));
    const arrivals = await waitFor(
      async () => {
        const all = await ask<Times>(receiver.child, { kind: "arrivals?" });
        const hashes = new Set(all.map(([hash]) => hash));
        return expected.every(({ hash }) => hashes.has(hash)) ? all : null;
      },
      { timeoutMs: 20_000, intervalMs: 250, describe: `every one of ${expected.length} alerts arrives` },
    );
    const measured = new Set(transactions.slice(TX_PER_SECOND * WARM_UP_S).map(({ hash }) => hash));
    return { backend, txPerSecond: TX_PER_SECOND, ...timesOf(written, arrivals, measured), idleMb, loadedMb: memory() };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

function timesOf(written: Times, arrivals: Times, measured: ReadonlySet<string>) {
  const writtenAtMs = new Map(written);
  const firsts = new Map<string, number>();
  const counted = arrivals.filter(([hash]) => measured.has(hash));
  for (const [hash, atMs] of counted) if (!firsts.has(hash)) firsts.set(hash, atMs);
  const latencies = [...firsts].map(([hash, atMs]) => atMs - (writtenAtMs.get(hash) ?? Number.NaN));
  return {
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    alerts: latencies.length,
    delivered: counted.length,
  };
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

function isCallOf({ address, selector }: Watched, { to, input }: RpcTransaction): boolean {
  return to === address && input.startsWith(selector);
}

async function watch(sentinel: RunningSentinel, watched: readonly Watched[], webhookUrl: string): Promise<void> {
  const token = await sentinel.token();
  const create = async (path: string, body: object): Promise<string> => {
    const answer = await sentinel.api(path, { body, token });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const channel = { type: "webhook", name: "Bench", config: { url: webhookUrl } };
  const channels = [await create("/v1/notifications/channels", channel)];
  const entries = new Map<string, string>();
  for (const { address, selector } of watched) {
    const name = `Contract ${address.slice(0, 10)}`;
    const watchlistId = entries.get(address) ?? (await create("/v1/watchlists", { name, network: NETWORK, address }));
    entries.set(address, watchlistId);
    const rule = { name: `${name} ${selector}`, watchlistId, signature: selector, severity: "high", channels };
    await create("/v1/rules", rule);
  }
}

/** Rules on contracts that nobody calls, a contract each: written straight into the tables, as an import would. */
async function seedQuietRules({ dataDir }: RunningSentinel, count: number): Promise<void> {
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  const client = new pg.Client(`postgresql://sentinel:${password}@127.0.0.1:${port}/sentinel`);
  await client.connect();
  try {
    await client.query(
      `WITH entry AS (
         INSERT INTO watchlist_entries (id, network_id, name, address)
         SELECT gen_random_uuid(), networks.id, 'Quiet ' || number, '0x' || lpad(to_hex(1000000000 + number), 40, '0')
         FROM networks, generate_series(1, $1::int) AS number
         RETURNING id, name)
       INSERT INTO rules (id, watchlist_id, name, signature, severity)
       SELECT gen_random_uuid(), id, name, 'transferOwnership(address)', 'high' FROM entry`,
      [count],
    );
  } finally {
    await client.end();
  }
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

/** Looks every half second; the answer is the most that was seen, and ends the looking. */
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
