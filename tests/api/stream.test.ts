import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";

import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import type { StreamedAlertEvent } from "~/domain/alerts/read-alert-events.server";
import { streamAlertEvents } from "~/domain/alerts/stream-alert-events.server";
import type { Context } from "~/platform/context.server";
import { eventStreamResponse } from "~/web/event-stream.server";
import { loader } from "../../app/routes/v1.alerts.stream";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";
import { waitFor } from "../support/wait-for";

let api: ApiClient;
let ctx: Context;
let ids: { ruleId: string; networkId: string };
let nonce = 0n;
let over: AbortController;

beforeAll(async () => {
  api = await createApiClient();
  ctx = api.ctx;
  const { id: networkId } = await seedNetwork(ctx);
  ids = { networkId, ruleId: (await seedRule(ctx, { networkId })).id };
});
beforeEach(() => {
  over = new AbortController();
});
afterEach(() => over.abort());
afterAll(() => api.close());

const newAlert = () => seedAlert(ctx, { ...ids, nonce: nonce++ });

/** Reads a stream into a list until the test is over. */
async function follow(lastEventId: string | null = null, signal = over.signal): Promise<StreamedAlertEvent[]> {
  const seen: StreamedAlertEvent[] = [];
  const events = await streamAlertEvents(ctx, { lastEventId, signal });
  void (async () => {
    for await (const event of events) seen.push(event);
  })();
  return seen;
}

/** A transaction of its own that adds events, and can be made to wait with its commit. */
async function openWriter(): Promise<{
  add(alertId: string): Promise<string>;
  end(how: "COMMIT" | "ROLLBACK"): Promise<void>;
}> {
  const client = new pg.Client({ connectionString: ctx.env.DATABASE_URL });
  await client.connect();
  await client.query("BEGIN");
  return {
    async add(alertId) {
      const id = randomUUID();
      const text =
        "INSERT INTO alert_events (id, alert_id, kind) VALUES ($1, $2, 'repeated') RETURNING txid || '-' || seq AS id";
      return (await client.query<{ id: string }>(text, [id, alertId])).rows[0]?.id ?? "";
    },
    async end(how) {
      await client.query(how);
      await client.end();
    },
  };
}

test("a new alert and its acknowledgement arrive live, each with the alert as it is", async () => {
  const seen = await follow();
  const alert = await newAlert();
  await waitFor(() => seen.length === 1, { describe: "the alert arrives" });
  await acknowledgeAlert(ctx, { actor: { userId: null }, id: alert.id });
  await waitFor(() => seen.length === 2, { describe: "the acknowledgement arrives" });
  expect(seen.map((event) => [event.type, event.data.id, event.data.status])).toEqual([
    ["alert.created", alert.id, "pending"],
    ["alert.updated", alert.id, "acknowledged"],
  ]);
});

test("without an id only what comes from now on is sent", async () => {
  await newAlert();
  const seen = await follow();
  const later = await newAlert();
  await waitFor(() => seen.length > 0);
  expect(seen.map((event) => event.data.id)).toEqual([later.id]);
});

test("an event that was committed first but begun last waits for the earlier one, and neither is lost", async () => {
  const alert = await newAlert();
  const seen = await follow();
  const [slow, quick] = [await openWriter(), await openWriter()];
  const first = await slow.add(alert.id);
  const second = await quick.add(alert.id);
  await quick.end("COMMIT");
  await sleep(300);
  expect(seen).toEqual([]);
  await slow.end("COMMIT");
  await waitFor(() => seen.length === 2);
  expect(seen.map((event) => event.id)).toEqual([first, second]);

  const resumed = await follow(first);
  await waitFor(() => resumed.length === 1);
  expect(resumed.map((event) => event.id)).toEqual([second]);
});

test("a long transaction in another database of the server doesn't hold the feed back", async () => {
  const neighbour = new pg.Client({ connectionString: inject("postgresUrl") });
  await neighbour.connect();
  await neighbour.query("BEGIN");
  await neighbour.query("SELECT pg_current_xact_id()");
  const seen = await follow();
  const alert = await newAlert();
  await waitFor(() => seen.length === 1, { timeoutMs: 3_000, describe: "the alert arrives meanwhile" });
  expect(seen[0]?.data.id).toBe(alert.id);
  await neighbour.query("ROLLBACK");
  await neighbour.end();
});

test("a transaction that is taken back only delays the others", async () => {
  const alert = await newAlert();
  const seen = await follow();
  const [slow, quick] = [await openWriter(), await openWriter()];
  await slow.add(alert.id);
  const second = await quick.add(alert.id);
  await quick.end("COMMIT");
  await slow.end("ROLLBACK");
  await waitFor(() => seen.length === 1);
  expect(seen[0]?.id).toBe(second);
});

test("a client that comes and goes while many write at once gets every event once, in order", async () => {
  const alert = await newAlert();
  const start = await follow();
  const mark = await openWriter();
  await mark.add(alert.id);
  await mark.end("COMMIT");
  await waitFor(() => start.length === 1);

  const written: string[] = [];
  const writing = Promise.all(
    Array.from({ length: 8 }, async (_, lane) => {
      for (let n = 0; n < 12; n++) {
        const writer = await openWriter();
        const added = [await writer.add(alert.id)];
        await sleep(((lane * 7 + n * 13) % 40) + 1);
        added.push(await writer.add(alert.id));
        const isKept = (lane + n) % 5 > 0;
        await writer.end(isKept ? "COMMIT" : "ROLLBACK");
        if (isKept) written.push(...added);
      }
    }),
  );
  const seen: string[] = [];
  let isOver = false;
  void writing.then(() => {
    isOver = true;
  });
  let last = start[0]?.id ?? "";
  while (!isOver || seen.length < written.length) {
    const visit = new AbortController();
    const timer = setTimeout(() => visit.abort(), 60);
    for await (const event of await streamAlertEvents(ctx, { lastEventId: last, signal: visit.signal })) {
      seen.push(event.id);
      last = event.id;
    }
    clearTimeout(timer);
  }
  await writing;
  const order = (id: string) =>
    id
      .split("-")
      .map((part) => part.padStart(19, "0"))
      .join("-");
  expect(seen).toEqual(written.sort((a, b) => (order(a) < order(b) ? -1 : 1)));
});

test("a reader that falls far behind is caught up from the database", async () => {
  const alert = await newAlert();
  // Both begin behind the alert's own event: another transaction of the server may still hold it back.
  const { rows } = await ctx.sql.query<{ id: string }>(
    "SELECT txid || '-' || seq AS id FROM alert_events WHERE alert_id = $1",
    [alert.id],
  );
  const lastEventId = rows[0]?.id ?? "";
  const events = await streamAlertEvents(ctx, { lastEventId, signal: over.signal });
  const text =
    "INSERT INTO alert_events (id, alert_id, kind) SELECT gen_random_uuid(), $1, 'repeated' FROM generate_series(1, 700)";
  const other = await follow(lastEventId);
  for (let n = 1; n <= 4; n++) {
    await ctx.sql.query(text, [alert.id]);
    ctx.relay.publish("alerts.changed", { ids: [alert.id] });
    await waitFor(() => other.length === n * 700, { describe: "a quick reader has them", timeoutMs: 30_000 });
  }
  const seen: string[] = [];
  for await (const event of events) {
    seen.push(event.id);
    if (seen.length === 2_800) break;
  }
  expect(seen).toEqual(other.map((event) => event.id));
});

test("two hundred streams ask the database no more often than one", async () => {
  let queries = 0;
  const sql = new Proxy(ctx.sql, {
    get(target, name) {
      if (name === "query") queries++;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const counted = { ...ctx, sql };
  const streams = await Promise.all(
    Array.from({ length: 200 }, () => {
      const signal = AbortSignal.any([over.signal]);
      return streamAlertEvents(counted, { lastEventId: null, signal });
    }),
  );
  const alert = await newAlert();
  const firsts = await Promise.all(streams.map((events) => events.next()));
  expect(new Set(firsts.map((first) => first.value?.data.id))).toEqual(new Set([alert.id]));
  expect(queries).toBeLessThan(20);
});

test("a filter leaves others out", async () => {
  const [one, two] = [await newAlert(), await newAlert()];
  const filter = (alert: { id: string }) => alert.id === two.id;
  const events = await streamAlertEvents(ctx, { lastEventId: null, signal: over.signal, filter });
  await acknowledgeAlert(ctx, { actor: { userId: null }, id: one.id });
  await acknowledgeAlert(ctx, { actor: { userId: null }, id: two.id });
  expect((await events.next()).value?.data.id).toBe(two.id);
});

test("an id from another database's future starts with now", async () => {
  const seen = await follow("999999999999-1");
  const alert = await newAlert();
  await waitFor(() => seen.length === 1);
  expect(seen[0]?.data.id).toBe(alert.id);
});

test("over HTTP the stream is server-sent events, and ends with its client", async () => {
  const { token } = await api.signIn("viewer");
  const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream" };
  const request = new Request("http://localhost:3000/v1/alerts/stream", { headers });
  const response = await loader({ request, params: {}, context: { ...api.context(), closed: over.signal } });
  expect(response.headers.get("Content-Type")).toContain("text/event-stream");
  expect(response.headers.get("Cache-Control")).toContain("no-transform");
  const alert = await newAlert();
  let text = "";
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (!/^data: .*\n\n/m.test(text)) text += (await reader?.read())?.value ?? "";
  expect(text).toMatch(/^id: \d+-\d+\nretry: \d+\n\nid: \d+-\d+\nevent: alert\.created\ndata: \{/);
  expect(JSON.parse(text.slice(text.indexOf("data: ") + 6).trim())).toMatchObject({ id: alert.id, status: "pending" });
  over.abort();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
});

test("a client cut off before its first event resumes from the stream's own start", async () => {
  const { token } = await api.signIn("viewer");
  const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream" };
  const request = new Request("http://localhost:3000/v1/alerts/stream", { headers });
  const response = await loader({ request, params: {}, context: { ...api.context(), closed: over.signal } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const [, startId] = /^id: (\S+)\n/.exec((await reader?.read())?.value ?? "") ?? [];
  await reader?.cancel();
  const alert = await newAlert();
  const seen = await follow(startId ?? null);
  await waitFor(() => seen.length === 1, { describe: "what came while it was away arrives" });
  expect(seen[0]?.data.id).toBe(alert.id);
});

test("a malformed Last-Event-ID is refused", async () => {
  const { token } = await api.signIn("viewer");
  const answer = await api.call("GET", "/v1/alerts/stream", { token, headers: { "Last-Event-ID": "12; DROP" } });
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe("invalid_event_id");
});

test("a quiet stream pings, and ends once its caller may no longer read", async () => {
  let pings = 0;
  const response = await eventStreamResponse((signal) => streamAlertEvents(ctx, { lastEventId: null, signal }), {
    closed: over.signal,
    isStillAllowed: async () => ++pings <= 2,
    onError: (error) => expect.unreachable(String(error)),
    pingMs: 20,
  });
  const text = await response.text();
  expect(text.match(/event: ping\ndata: \{\}\n\n/g)?.length).toBe(2);
});

test("a busy stream pings as well, and ends once its caller may no longer read", async () => {
  const alert = { id: randomUUID() } as StreamedAlertEvent["data"];
  async function* busy(): AsyncGenerator<StreamedAlertEvent, void> {
    for (let seq = 1n; ; seq++) {
      await sleep(2);
      yield { id: `1-${seq}`, type: "alert.updated", data: alert, position: { txid: 1n, seq } };
    }
  }
  let pings = 0;
  const response = await eventStreamResponse(async () => busy(), {
    closed: over.signal,
    isStillAllowed: async () => ++pings <= 2,
    onError: (error) => expect.unreachable(String(error)),
    pingMs: 300,
  });
  const text = await response.text();
  expect(text.match(/event: ping/g)?.length).toBe(2);
  expect(text.match(/event: alert\.updated/g)?.length).toBeGreaterThan(10);
});
