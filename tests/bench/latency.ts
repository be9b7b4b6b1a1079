import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { waitFor } from "../support/wait-for";
import { type LatencyStage, setLatencyStage, type Watched } from "./latency-stage";
import { quantile } from "./quantile";
import { repeatMainnetTransactions } from "./workload";

/** From the moment a frame is written to the socket until the webhook's body has arrived, in milliseconds. */
export interface Latency {
  backend: "postgres" | "redis";
  txPerSecond: number;
  alertsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Alerts measured: every one of them arrived, or `measureLatency` throws. */
  alerts: number;
  /** Webhooks that arrived for them: more than `alerts` when some came twice. */
  delivered: number;
  /** Of 5,000 transactions announced within a second: alerts, and when the last webhook had arrived after the first frame. */
  burst: { transactions: number; alerts: number; allDeliveredMs: number };
  /** Resident memory of the server process (web and worker thread, without PostgreSQL), MB. */
  idleMb: number;
  loadedMb: number;
  /** Of the worker's thread during the load. */
  loopDelayP99Ms: number | null;
}

type Times = [hash: string, atMs: number][];

const TX_PER_SECOND = 1_000;
const WARM_UP_S = 10;
const MEASURED_S = 30;
const BURST = { transactions: 5_000, alerts: 250, perSecond: 5_000 };
/** Of the repeated workload, for the burst to be chosen from. */
const BURST_CHOICE = 21_290;
/** Arrivals are waited for this long after the last frame. */
const ARRIVAL_LIMIT_MS = 20_000;

/**
 * Runs the built Sentinel as `npm start` does (embedded PostgreSQL, worker thread; a Redis of its own for that
 * backend) with 10,000 rules, on a node that announces real transactions at a steady rate and then in a burst, and
 * times each alert from frame to webhook: each went through the committed row and the queue. Node and receiver are
 * processes of their own.
 *
 * @throws {Error} when Sentinel does not start, or an alert's webhook does not arrive within 20 s.
 */
export async function measureLatency(backend: Latency["backend"]): Promise<Latency> {
  const steady = TX_PER_SECOND * (WARM_UP_S + MEASURED_S);
  const transactions = repeatMainnetTransactions(steady + BURST_CHOICE);
  const stage = await setLatencyStage(backend, transactions);
  try {
    const idleMb = stage.residentMb();
    const memory = stage.watchMemory();
    const written = await stage.announce({ indexes: range(0, steady), perSecond: TX_PER_SECOND });
    const warm = TX_PER_SECOND * WARM_UP_S;
    const arrivals = await arrivalsOf(stage, expected(stage.watched, transactions.slice(0, steady)));
    const measured = new Set(transactions.slice(warm, steady).map(({ hash }) => hash));
    const times = timesOf(written, arrivals, measured);
    const loopDelayP99Ms = await stage.loopDelayP99Ms();
    const burst = await measureBurst(stage, transactions, steady);
    const alertsPerSecond = Math.round((times.alerts / MEASURED_S) * 10) / 10;
    const load = { idleMb, loadedMb: memory(), loopDelayP99Ms };
    return { backend, txPerSecond: TX_PER_SECOND, alertsPerSecond, ...times, burst, ...load };
  } finally {
    await stage.stop();
  }
}

/** Matching ones are taken evenly among the others: 250 of 5,000. */
async function measureBurst(stage: LatencyStage, transactions: readonly RpcTransaction[], from: number) {
  const hits = new Set(expected(stage.watched, transactions.slice(from)).slice(0, BURST.alerts));
  const choice = range(from, transactions.length).filter((at) => !hits.has(transactions[at] as RpcTransaction));
  const indexes = choice.slice(0, BURST.transactions - hits.size);
  const hitIndexes = range(from, transactions.length).filter((at) => hits.has(transactions[at] as RpcTransaction));
  const step = BURST.transactions / Math.max(1, hits.size);
  for (const [number, at] of hitIndexes.entries()) indexes.splice(Math.floor(number * step), 0, at);
  const written = await stage.announce({ indexes, perSecond: BURST.perSecond });
  const announced = indexes.map((at) => transactions[at] as RpcTransaction);
  const alerts = expected(stage.watched, announced);
  const arrivals = new Map(await arrivalsOf(stage, alerts));
  const last = Math.max(...alerts.map(({ hash }) => arrivals.get(hash) ?? Number.NaN));
  const first = written[0]?.[1] ?? Number.NaN;
  return { transactions: BURST.transactions, alerts: alerts.length, allDeliveredMs: last - first };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function expected(watched: readonly Watched[], transactions: readonly RpcTransaction[]): RpcTransaction[] {
  const calls = new Set(watched.map(({ address, selector }) => `${address} ${selector}`));
  return transactions.filter(({ to, input }) => calls.has(`${to} ${input.slice(0, 10)}`));
}

function arrivalsOf(stage: LatencyStage, alerts: readonly RpcTransaction[]): Promise<Times> {
  return waitFor(
    async () => {
      const all = await stage.arrivals();
      const hashes = new Set(all.map(([hash]) => hash));
      return alerts.every(({ hash }) => hashes.has(hash)) ? all : null;
    },
    { timeoutMs: ARRIVAL_LIMIT_MS, intervalMs: 250, describe: `every one of ${alerts.length} alerts arrives` },
  );
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
