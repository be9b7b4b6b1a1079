import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { FeedEvent } from "~/domain/events/feed-event";
import { readFeed } from "~/domain/events/read-feed.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";
import { createTestContext } from "../support/test-context";

let api: ApiClient;
let ctx: Context;
let token: string;
let ids: { ruleId: string; networkId: string };
let channelId: string;
let nonce = 0n;

beforeAll(async () => {
  api = await createApiClient();
  ctx = api.ctx;
  token = (await api.signIn("viewer")).token;
  const { id: networkId } = await seedNetwork(ctx);
  ids = { networkId, ruleId: (await seedRule(ctx, { networkId })).id };
  channelId = (await seedChannel(ctx)).id;
});
afterAll(() => api.close());

const newAlert = () => seedAlert(ctx, { ...ids, nonce: nonce++ });
const read = (query = "") => api.call("GET", `/v1/events${query}`, { token });
const latest = async (): Promise<string> => (await read("?start=latest&limit=1")).body.meta.nextCursor;
const after = (cursor: string, more = "") => read(`?cursor=${encodeURIComponent(cursor)}${more}`);

/** Reads on from a place until there is nothing more, in parts of `limit`. */
async function drain(from: string, limit: number): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  let cursor = from;
  for (;;) {
    const { body } = await after(cursor, `&limit=${limit}`);
    events.push(...body.data);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    cursor = body.meta.nextCursor;
    if (!body.meta.hasMore) return events;
  }
}

test("from the oldest on, in order, with the deliveries that an alert was made with after it, however small the parts", async () => {
  const start = await latest();
  const alerts = [await newAlert(), await newAlert()];
  const made: string[][] = [];
  for (const alert of alerts) {
    const rows = Array.from({ length: 3 }, (_, index) => ({
      ...{ id: randomUUID(), alertId: alert.id, channelId, purpose: "alert.created", revision: index },
    }));
    await ctx.db.delivery.createMany({ data: rows });
    made.push(rows.map(({ id }) => id).sort());
  }
  const expected = alerts.flatMap((alert, index) => [alert.id, ...(made[index] ?? [])]);
  for (const limit of [1, 2, 3, 100]) {
    const events = await drain(start, limit);
    expect(events.map((event) => event.deliveryId ?? event.alertId)).toEqual(expected);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  }
  const first = await read();
  expect(first.body.data[0]).toMatchObject({ type: "alert.created", alertId: alerts[0]?.id, deliveryId: null });
  expect(first.body.data[0].data).toMatchObject({ id: alerts[0]?.id, network: "demo" });
  expect(first.body.meta).toMatchObject({ total: 2, page: null, limit: 20, hasMore: false });
});

test("the cursor is given at the end too, stays good, and an event's id or the live streams' is one", async () => {
  const end = await latest();
  const nothing = await after(end);
  expect(nothing.body.data).toEqual([]);
  expect(nothing.headers.get("Link")).toBeNull();
  const [one, two] = [await newAlert(), await newAlert()];
  const both = await after(nothing.body.meta.nextCursor);
  expect(both.body.data.map((event: FeedEvent) => event.alertId)).toEqual([one.id, two.id]);
  const again = await after(both.body.data[0].id);
  expect(again.body.data.map((event: FeedEvent) => event.alertId)).toEqual([two.id]);
  // What the stream calls the first one.
  const { txid, seq } = await ctx.db.alertEvent.findFirstOrThrow({ where: { alertId: one.id } });
  expect((await after(`${txid}-${seq}`)).body.data.map((event: FeedEvent) => event.alertId)).toEqual([two.id]);
  const cut = await after(nothing.body.meta.nextCursor, "&limit=1");
  expect(cut.body.meta.hasMore).toBe(true);
  expect(cut.headers.get("Link")).toContain(`cursor=${cut.body.meta.nextCursor}`);
  expect(await latest()).not.toBe(end);
});

test("a place from the future of another database is taken for now", async () => {
  const future = await after("999999999999999-1");
  expect(future.body.data).toEqual([]);
  const alert = await newAlert();
  const next = await after(future.body.meta.nextCursor);
  expect(next.body.data.map((event: FeedEvent) => event.alertId)).toEqual([alert.id]);
});

test("by type, also where few of very many are meant", async () => {
  const start = await latest();
  const alert = await newAlert();
  await ctx.sql.query(
    "INSERT INTO alert_events (id, alert_id, kind) SELECT gen_random_uuid(), $1, 'repeated' FROM generate_series(1, 12000)",
    [alert.id],
  );
  await ctx.db.alertEvent.create({ data: { id: randomUUID(), alertId: alert.id, kind: "acknowledged" } });
  let [cursor, asked] = [start, 0];
  const found: FeedEvent[] = [];
  for (let hasMore = true; hasMore; asked++) {
    const { body } = await after(cursor, "&type=alert.created,alert.acknowledged&limit=100");
    found.push(...body.data);
    ({ nextCursor: cursor, hasMore } = body.meta);
  }
  expect(found.map(({ type }) => type)).toEqual(["alert.created", "alert.acknowledged"]);
  expect(asked).toBe(3);
  expect((await read("?limit=1")).body.meta.total).toBe(10_001);
});

test("with parallel writers, some slow and some taken back, and two instances in turn, nothing is lost or told twice", async () => {
  const alert = await newAlert();
  const start = await latest();
  const other = createTestContext(ctx.env.DATABASE_URL ?? "", { SENTINEL_SECRET: ctx.env.SENTINEL_SECRET ?? "" });
  const committed = new Set<string>();
  let isWriting = true;
  const writer = async (number: number) => {
    const client = new pg.Client({ connectionString: ctx.env.DATABASE_URL });
    await client.connect();
    for (let round = 0; round < 25; round++) {
      const made = [randomUUID(), randomUUID()];
      await client.query("BEGIN");
      for (const id of made) {
        await client.query(
          "INSERT INTO alert_events (id, alert_id, kind, data) VALUES ($1::uuid, $2, 'repeated', jsonb_build_object('mark', $1::uuid))",
          [id, alert.id],
        );
        await client.query("SELECT pg_sleep($1)", [((number * 7 + round) % 5) / 400]);
      }
      const isKept = (number + round) % 4 !== 0;
      await client.query(isKept ? "COMMIT" : "ROLLBACK");
      if (isKept) for (const id of made) committed.add(id);
    }
    await client.end();
  };
  const seen: string[] = [];
  const reader = async () => {
    let cursor = start;
    for (let turn = 0; ; turn++) {
      const wasWriting = isWriting;
      const page = await readFeed(turn % 2 === 0 ? ctx : other, { cursor, limit: 9 });
      seen.push(...page.events.map((event) => String(event.change.mark)));
      cursor = page.nextCursor;
      if (!page.hasMore && !wasWriting) return;
    }
  };
  const reading = reader();
  await Promise.all(Array.from({ length: 6 }, (_, number) => writer(number)));
  isWriting = false;
  await reading;
  await other.close();
  expect(seen).toHaveLength(committed.size);
  expect(new Set(seen)).toEqual(committed);
});

test("what is no cursor, limit, type or parameter of the feed is named", async () => {
  const pointerOf = async (query: string) => {
    const answer = await read(query);
    return [answer.status, answer.body.errors?.[0]?.pointer];
  };
  for (const cursor of ["x", "1", "1-2-3", "-1-2", "1e3-1", `1-2-${"Z".repeat(36)}`]) {
    expect(await pointerOf(`?cursor=${cursor}`)).toEqual([400, "?cursor"]);
  }
  expect(await pointerOf("?limit=0")).toEqual([400, "?limit"]);
  expect(await pointerOf("?limit=101")).toEqual([400, "?limit"]);
  expect(await pointerOf("?type=alert.created,nonsense")).toEqual([400, "?type"]);
  expect(await pointerOf("?page=2")).toEqual([400, "?page"]);
  expect((await api.call("GET", "/v1/events")).status).toBe(401);
});
