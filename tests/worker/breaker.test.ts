import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { deliver } from "../../worker/deliver";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { waitFor } from "../support/wait-for";

let database: TestDatabase;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  pipeline.ctx.queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 8 });
  pipeline.ctx.queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 8 });
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await database?.drop();
});

/** A far side that can be switched off. */
async function startFarSide() {
  const arrivals: { id: string; isUp: boolean }[] = [];
  const state = { isUp: true };
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      arrivals.push({ id: String(request.headers["webhook-id"]).slice(4), isUp: state.isUp });
      response.writeHead(state.isUp ? 200 : 503).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, arrivals, state, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

const rowsOf = (channelId: string) =>
  pipeline.ctx.db.delivery.findMany({ where: { channelId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

async function destinationOf(channelId: string) {
  const { destination } = await pipeline.ctx.db.channel.findUniqueOrThrow({ where: { id: channelId } });
  const key = destination ?? `channel:${channelId}`;
  const row = await pipeline.ctx.db.destination.findUnique({ where: { key } });
  /** As if the time had passed. */
  const pass = (field: "not_before" | "opened_at", seconds: number) =>
    pipeline.ctx.sql.query(`UPDATE destinations SET ${field} = now() - make_interval(secs => $2) WHERE key = $1`, [
      key,
      seconds,
    ]);
  return { row, pass };
}

test("a far side that is away is left alone, nothing is burnt, others are told; when it is back all goes out in order", async () => {
  const { ctx } = pipeline;
  const farSide = await startFarSide();
  farSide.state.isUp = false;
  const [channelId, fallback] = [
    await pipeline.webhook(farSide.url),
    await pipeline.webhook("http://127.0.0.1:1/spare"),
  ];
  await ctx.db.channel.update({ where: { id: fallback }, data: { isFallback: true } });
  const rule = await pipeline.rule({ channels: [channelId], severity: "critical" });
  for (let each = 0; each < 20; each += 1) {
    await enqueueDeliveries(ctx, (await recordAlert(pipeline, rule)).deliveries);
  }

  const parked = () =>
    waitFor(async () => (await rowsOf(channelId)).every(({ isParked }) => isParked), {
      timeoutMs: 30_000,
      describe: "all wait for the far side",
    });
  await parked();
  const opened = farSide.arrivals.length;
  // Eight at once, of which five opened it.
  expect(opened).toBeGreaterThanOrEqual(5);
  expect(opened).toBeLessThanOrEqual(16);
  const before = await rowsOf(channelId);
  expect((await destinationOf(channelId)).row).toMatchObject({ breaker: "open" });

  // One probe, which burns nothing and opens it for longer.
  await (await destinationOf(channelId)).pass("not_before", 5);
  await sweepDeliveries(ctx);
  await waitFor(() => farSide.arrivals.length > opened, { describe: "the probe" });
  const again = await waitFor(async () => {
    const { row } = await destinationOf(channelId);
    return row?.breaker === "open" ? row : null;
  });
  expect((again.notBefore?.getTime() ?? 0) - Date.now()).toBeGreaterThan(25_000);
  await parked();
  expect(farSide.arrivals).toHaveLength(opened + 1);
  expect((await rowsOf(channelId)).map(({ attempts }) => attempts)).toEqual(before.map(({ attempts }) => attempts));

  // Nobody waits in silence for longer than the retries take: told once.
  expect(await ctx.db.delivery.count({ where: { channelId: fallback } })).toBe(0);
  await (await destinationOf(channelId)).pass("opened_at", 50);
  await ctx.sql.query(
    `UPDATE deliveries SET created_at = created_at - interval '1 minute', claimed_at = claimed_at - interval '1 minute'
     WHERE channel_id = $1`,
    [channelId],
  );
  await ctx.sql.query(
    `UPDATE delivery_attempts SET started_at = started_at - interval '1 minute'
     WHERE delivery_id IN (SELECT id FROM deliveries WHERE channel_id = $1)`,
    [channelId],
  );
  await sweepDeliveries(ctx);
  await sweepDeliveries(ctx);
  const told = await ctx.db.delivery.findMany({ where: { channelId: fallback } });
  expect(told).toHaveLength(20);
  expect(new Set(told.map(({ fallbackForId }) => fallbackForId))).toEqual(new Set([channelId]));
  expect((await rowsOf(channelId)).every(({ state, isParked }) => state === "queued" && isParked)).toBe(true);

  farSide.state.isUp = true;
  await (await destinationOf(channelId)).pass("not_before", 5);
  await sweepDeliveries(ctx);
  await waitFor(async () => (await rowsOf(channelId)).every(({ state }) => state === "delivered"), {
    timeoutMs: 20_000,
  });
  expect((await destinationOf(channelId)).row).toMatchObject({ breaker: "closed", failuresInRow: 0, openedAt: null });
  const arrived = farSide.arrivals.filter(({ isUp }) => isUp).map(({ id }) => id);
  expect(arrived.slice(0, 10)).toEqual(before.slice(0, 10).map(({ id }) => id));
  expect(new Set(arrived)).toEqual(new Set(before.map(({ id }) => id)));
  expect(arrived).toHaveLength(20);
  await farSide.close();
}, 90_000);

test("failures that are not the far side's open nothing", async () => {
  const { ctx } = pipeline;
  const farSide = await startFarSide();
  const channelId = await pipeline.webhook(farSide.url);
  const rule = await pipeline.rule({ channels: [channelId], severity: "critical" });
  for (let each = 0; each < 6; each += 1) {
    const { alertId, deliveries } = await recordAlert(pipeline, rule);
    await ctx.db.alert.update({ where: { id: alertId }, data: { fromAddress: "no address" } });
    await enqueueDeliveries(ctx, deliveries);
  }
  await waitFor(async () => (await rowsOf(channelId)).every(({ attempts }) => attempts === 1));
  expect((await destinationOf(channelId)).row).toBeNull();
  await farSide.close();
});
