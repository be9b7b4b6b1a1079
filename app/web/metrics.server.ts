import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

import { listNetworks } from "~/domain/networks/list-networks.server";
import type { Context } from "~/platform/context.server";
import { within } from "~/platform/within";
import type { WorkerThread } from "~/platform/worker-thread.server";
import { createAuditGauges } from "./audit-gauges.server";
import { createDeliveryGauges } from "./delivery-gauges.server";
import { createNetworkGauges } from "./network-gauges.server";

/** Prometheus gives a scrape 10 s by default: what doesn't answer is told as down before that. */
const SCRAPE_LIMIT_MS = 5_000;

const sha256 = (text: string) => createHash("sha256").update(text).digest();

function isAllowed(token: string | undefined, authorization: string | undefined): boolean {
  if (token === undefined) return true;
  return timingSafeEqual(sha256(`Bearer ${token}`), sha256(authorization ?? ""));
}

/** Everything below is asked when it is scraped; labels are names and enums, so that their number stays small. */
function createGauges(ctx: Context, worker: WorkerThread | null) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `sentinel_${name}`, help, labelNames, registers: [registry] });

  const up = gauge("dependency_up", "Whether a dependency answered this scrape", ["dependency"]);
  const jobs = gauge("queue_jobs", "Waiting, delayed and running jobs", ["queue"]);
  const deliveries = createDeliveryGauges(gauge);
  const audit = createAuditGauges(gauge);
  const alerts = gauge("alerts_last_hour", "Alerts recorded in the last hour", ["severity"]);
  const live = gauge("network_live", "Whether the network is listened to through at least one endpoint", ["network"]);
  const endpoint = (name: string, help: string) => gauge(`endpoint_${name}`, help, ["network", "host", "endpoint"]);
  const endpoints = {
    live: endpoint("live", "Whether the endpoint is live"),
    received: endpoint("received", "Pending messages since the listener started"),
    firstSeen: endpoint("first_seen", "Transactions that the endpoint showed before all others"),
    reconnects: endpoint("reconnects", "Reconnections since the listener started"),
    head: endpoint("head", "Number of the last head"),
  };
  const reports = createNetworkGauges(gauge);
  // Only where there is a thread: a worker that is a process of its own is none of this process's business.
  const thread = worker && {
    running: gauge("worker_thread_running", "Whether the embedded worker runs"),
    crashes: gauge("worker_thread_crashes", "Crashes of the embedded worker since the process started"),
  };

  const readDatabase = async () => {
    const [recent] = await Promise.all([
      ctx.db.alert.groupBy({
        by: ["severity"],
        where: { detectedAt: { gt: new Date(Date.now() - 3_600_000) } },
        _count: true,
      }),
      deliveries.read(ctx),
      audit.read(ctx),
    ]);
    for (const row of recent) alerts.set({ severity: row.severity }, row._count);
  };
  const readNetworks = async () => {
    const { data } = await listNetworks(ctx, { limit: 100, filter: { enabled: true } });
    reports.set(data);
    for (const { name: network, health } of data) {
      live.set({ network }, health.status === "live" || health.status === "degraded" ? 1 : 0);
      for (const { id, host, state, received, firstSeen, reconnects, lastHeadNumber } of health.endpoints) {
        // Two keys of one provider share a host.
        const labels = { network, host, endpoint: id };
        endpoints.live.set(labels, state === "live" ? 1 : 0);
        endpoints.received.set(labels, received);
        endpoints.firstSeen.set(labels, firstSeen);
        endpoints.reconnects.set(labels, reconnects);
        if (lastHeadNumber !== null) endpoints.head.set(labels, lastHeadNumber);
      }
    }
  };
  const readQueues = async () => {
    for (const [queue, depth] of Object.entries(await ctx.queues.depth())) jobs.set({ queue }, depth);
  };

  const all = [jobs, alerts, live, ...deliveries.all, ...audit.all, ...Object.values(endpoints), ...reports.all];
  return async (): Promise<string> => {
    for (const one of all) one.reset();
    thread?.running.set(worker?.status().state === "running" ? 1 : 0);
    thread?.crashes.set(worker?.status().crashes ?? 0);
    const [database, networks, queue] = await Promise.allSettled(
      [readDatabase, readNetworks, readQueues].map((read) => within(read(), SCRAPE_LIMIT_MS, "a dependency")),
    );
    up.set({ dependency: "database" }, database?.status === "fulfilled" && networks?.status === "fulfilled" ? 1 : 0);
    up.set({ dependency: "queue" }, queue?.status === "fulfilled" ? 1 : 0);
    return registry.metrics();
  };
}

/**
 * `GET /metrics` in Prometheus' text format. Off unless `METRICS_ENABLED` is set or there is a `METRICS_TOKEN`, which
 * then has to come as a bearer token.
 */
export function metrics(ctx: Context, worker: WorkerThread | null): RequestHandler {
  const { METRICS_ENABLED, METRICS_TOKEN } = ctx.env;
  if (!METRICS_ENABLED && METRICS_TOKEN === undefined) return (_request, _response, next) => next();
  const scrape = createGauges(ctx, worker);
  return async (request, response) => {
    if (!isAllowed(METRICS_TOKEN, request.get("authorization"))) {
      response.status(401).set("WWW-Authenticate", 'Bearer error="invalid_token"').end();
      return;
    }
    response.set({ "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" });
    response.send(await scrape());
  };
}
