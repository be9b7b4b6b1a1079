import { setTimeout as sleep } from "node:timers/promises";

import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { startRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver } from "../support/webhook-receiver";
import { startPacedNode } from "./paced-node";
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
}

const NETWORK = "bench";
const TX_PER_SECOND = 200;
const WARM_UP_S = 5;
const MEASURED_S = 30;
/** Rule changes are live within 2 s. */
const RULES_LIVE_MS = 2_500;
/** About as many alerts as make a p99 worth saying; a call that is more frequent than `MAX_SHARE` is left out. */
const ALERT_SHARE = 0.1;
const MAX_SHARE = 0.03;

interface Watched {
  address: string;
  selector: string;
}

/**
 * Runs the built Sentinel (embedded PostgreSQL, and a Redis of its own for that backend) on a node that announces real
 * transactions at a steady rate, a tenth of which match, and times each alert from frame to webhook. So every alert
 * went through the committed row and the queue.
 *
 * @throws {Error} when Sentinel does not start, or an alert's webhook does not arrive within 20 s.
 */
export async function measureLatency(backend: Latency["backend"]): Promise<Latency> {
  const transactions = readMainnetTransactions().slice(0, TX_PER_SECOND * (WARM_UP_S + MEASURED_S));
  const watched = chooseWatched(transactions);
  const arrivedAtMs = new Map<string, number>();
  const releases: (() => Promise<unknown>)[] = [];
  try {
    const redis = backend === "redis" ? await startRedis() : null;
    if (redis) releases.push(redis.stop);
    const receiver = await startWebhookReceiver({
      onRequest: ({ json, receivedAtMs }) => {
        if (json?.type === "alert.created" && !arrivedAtMs.has(json.data.txHash))
          arrivedAtMs.set(json.data.txHash, receivedAtMs);
      },
    });
    releases.push(receiver.close);
    const node = await startPacedNode();
    releases.push(node.close);
    const networks = [{ name: NETWORK, chainId: 1, rpcUrls: [node.url] }];
    const sentinel = await startSentinel({
      env: {
        SENTINEL_NETWORKS: JSON.stringify(networks),
        WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
        LOG_LEVEL: "warn",
        ...(redis ? { REDIS_URL: redis.url } : {}),
      },
    });
    releases.push(sentinel.stop);
    await watch(sentinel, watched, receiver.url);
    await waitFor(node.isSubscribed, { timeoutMs: 20_000, describe: "Sentinel subscribes" });
    await sleep(RULES_LIVE_MS);

    const writtenAtMs = new Map<string, number>();
    await node.announce(transactions, {
      perSecond: TX_PER_SECOND,
      onWritten: (hash, atMs) => writtenAtMs.set(hash, atMs),
    });
    const expected = transactions.filter((transaction) => watched.some((one) => isCallOf(one, transaction)));
    await waitFor(() => expected.every(({ hash }) => arrivedAtMs.has(hash)), {
      timeoutMs: 20_000,
      describe: `every one of ${expected.length} alerts arrives`,
    });
    const measured = new Set(transactions.slice(TX_PER_SECOND * WARM_UP_S).map(({ hash }) => hash));
    const latencies = expected
      .filter(({ hash }) => measured.has(hash))
      .map(({ hash }) => (arrivedAtMs.get(hash) ?? Number.NaN) - (writtenAtMs.get(hash) ?? Number.NaN));
    const [p50Ms, p99Ms] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    return { backend, txPerSecond: TX_PER_SECOND, p50Ms, p99Ms, alerts: latencies.length };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

/** Calls of the workload that together are about a tenth of it, none of them dominating. */
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
  const channelId = await create("/v1/notifications/channels", channel);
  const entries = new Map<string, string>();
  for (const { address, selector } of watched) {
    const name = `Contract ${address.slice(0, 10)}`;
    const watchlistId = entries.get(address) ?? (await create("/v1/watchlists", { name, network: NETWORK, address }));
    entries.set(address, watchlistId);
    const rule = {
      name: `${name} ${selector}`,
      watchlistId,
      signature: selector,
      severity: "high",
      channels: [channelId],
    };
    await create("/v1/rules", rule);
  }
}
