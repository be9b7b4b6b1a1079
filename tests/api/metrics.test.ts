import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";

import { metrics } from "~/web/metrics.server";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";

const TOKEN = "scrape-me-if-you-can";
let database: TestDatabase;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await database?.drop();
});

/** What a scraper gets from an instance with these settings. */
async function scrape(values: Record<string, string>, headers: Record<string, string> = {}) {
  const ctx = createTestContext(database.url, values);
  const app = express();
  app.get(
    "/metrics",
    metrics(ctx, { status: () => ({ state: "running", crashes: 2, lastCrashAt: null }), stop: async () => {} }),
  );
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  } finally {
    server.close();
    server.closeAllConnections();
    await ctx.close();
  }
}

test("metrics are off unless they are asked for", async () => {
  expect((await scrape({})).status).toBe(404);
});

test("a token, when there is one, has to be shown", async () => {
  expect((await scrape({ METRICS_TOKEN: TOKEN })).status).toBe(401);
  expect((await scrape({ METRICS_TOKEN: TOKEN }, { Authorization: "Bearer another-one-altogether" })).status).toBe(401);
  expect((await scrape({ METRICS_TOKEN: TOKEN }, { Authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});

test("what is waiting, watched and recorded can be read, in Prometheus' text format", async () => {
  const channel = await pipeline.webhook("http://127.0.0.1:9/hook");
  await recordAlert(pipeline, await pipeline.rule({ channels: [channel], severity: "critical" }));
  const { db, newId } = pipeline.ctx;
  const made = { channelId: channel, purpose: "silence.expiring" };
  await db.delivery.createMany({
    data: [
      { ...made, id: newId(), state: "held" },
      { ...made, id: newId(), state: "failed" },
      { ...made, id: newId(), state: "failed" },
      { ...made, id: newId(), state: "failed", createdAt: new Date(Date.now() - 7_200_000) },
    ],
  });
  await db.destination.createMany({ data: [{ key: "away", breaker: "open" }, { key: "well" }] });
  const policy = await db.escalationPolicy.create({ data: { id: newId(), name: "Night", steps: [] } });
  await db.escalation.create({ data: { id: newId(), policyId: policy.id, channelId: channel } });
  const { text, type } = await scrape({ METRICS_ENABLED: "true" });
  expect(type).toMatch(/^text\/plain;.*version=0\.0\.4/);
  for (const line of [
    'sentinel_dependency_up{dependency="database"} 1',
    'sentinel_dependency_up{dependency="queue"} 1',
    'sentinel_deliveries_open{state="queued"} 1',
    'sentinel_deliveries_open{state="held"} 1',
    'sentinel_deliveries_failed_last_hour{type="webhook"} 2',
    "sentinel_breakers_open 1",
    "sentinel_escalations_running 1",
    'sentinel_alerts_last_hour{severity="critical"} 1',
    'sentinel_network_live{network="testnet"} 0',
    "sentinel_worker_thread_running 1",
    "sentinel_worker_thread_crashes 2",
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
});
