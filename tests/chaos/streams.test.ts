import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { freePort } from "../support/free-port";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { type RunningSentinel, startSentinel, TEST_ADMIN } from "../support/sentinel";
import { openSse, type SseClient } from "../support/sse-client";
import { createTestContext, TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";

let database: TestDatabase;
let ctx: Context;
let ids: { ruleId: string; networkId: string };
let ports: [number, number];
let servers: [RunningSentinel, RunningSentinel];
let token: string;

const start = (port: number) => {
  const env = { DATABASE_URL: database.url, SENTINEL_SECRET: TEST_SECRET, WORKER: "off", LOG_LEVEL: "warn" };
  return startSentinel({ port, env, readyPath: "/healthz" });
};

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
  const { id: networkId } = await seedNetwork(ctx);
  ids = { networkId, ruleId: (await seedRule(ctx, { networkId })).id };
  ports = [await freePort(), await freePort()];
  const first = await start(ports[0]);
  servers = [first, await start(ports[1])];
  token = await first.token();
});
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.stop()));
  await ctx?.close();
  await database?.drop();
});

let nonce = 0n;
const newAlert = (fields = {}) => seedAlert(ctx, { ...ids, nonce: nonce++, ...fields });

/** Signs in as a browser does. */
async function cookieOf(server: RunningSentinel): Promise<string> {
  const answer = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin" },
    body: new URLSearchParams(TEST_ADMIN),
  });
  const cookie = answer.headers.get("Set-Cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`sign-in answered ${answer.status}`);
  return cookie;
}

/** Writes events in transactions of their own, some slow and some taken back, until it is told to stop. */
function startWriters(alertId: string) {
  const committed = new Set<string>();
  let isWriting = true;
  const write = async (number: number) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (let round = 0; isWriting; round++) {
      await client.query("BEGIN");
      const { rows } = await client.query<{ id: string }>(
        "INSERT INTO alert_events (id, alert_id, kind) VALUES ($1, $2, 'repeated') RETURNING txid || '-' || seq AS id",
        [randomUUID(), alertId],
      );
      await client.query("SELECT pg_sleep($1)", [((number * 3 + round) % 4) / 100]);
      const isKept = (number + round) % 5 !== 0;
      await client.query(isKept ? "COMMIT" : "ROLLBACK");
      if (isKept) committed.add(rows[0]?.id ?? "");
    }
    await client.end();
  };
  const ends = Array.from({ length: 4 }, (_, number) => write(number));
  return {
    committed,
    async stop() {
      isWriting = false;
      await Promise.all(ends);
    },
  };
}

const STREAMS = {
  "the API's": { path: "/v1/alerts/stream", headers: async () => ({ Authorization: `Bearer ${token}` }) },
  "the browser's": { path: "/alerts/stream", headers: async () => ({ Cookie: await cookieOf(servers[0]) }) },
};

test.each(Object.entries(STREAMS))(
  "%s stream loses and repeats nothing over kill -9, restarts and changes of the instance",
  async (_, stream) => {
    const headers = await stream.headers();
    const seen: string[] = [];
    let lastEventId: string | null = null;
    let client: SseClient;
    const open = async (server: RunningSentinel) => {
      const resumed = lastEventId === null ? {} : { "Last-Event-ID": lastEventId };
      client = await openSse(server.url + stream.path, { ...headers, ...resumed });
    };
    const take = async (atLeast: number) => {
      const had = client.events.length;
      await waitFor(() => client.events.length >= had + atLeast, { describe: "events arrive", timeoutMs: 20_000 });
    };
    const leave = async (end: () => void | Promise<void>) => {
      await end();
      await client.ended;
      seen.push(...client.events.filter(({ type }) => type !== "ping").map(({ id }) => id));
      lastEventId = client.lastEventId();
    };

    const alert = await newAlert();
    const { txid, seq } = await ctx.db.alertEvent.findFirstOrThrow({ where: { alertId: alert.id } });
    lastEventId = `${txid}-${seq}`;
    const writers = startWriters(alert.id);
    await open(servers[0]);
    await take(10);
    await leave(() => servers[0].kill9());
    // While the first is away the other one goes on where it stopped.
    await open(servers[1]);
    await take(10);
    await leave(() => client.close());
    servers[0] = await start(ports[0]);
    await open(servers[0]);
    await take(10);
    // Stopped in order, and started again.
    await leave(async () => void (await servers[0].stop()));
    servers[0] = await start(ports[0]);
    await open(servers[0]);
    await take(10);
    await writers.stop();
    await waitFor(
      () => seen.length + client.events.filter(({ type }) => type !== "ping").length >= writers.committed.size,
      {
        describe: "all that was committed has arrived",
        timeoutMs: 20_000,
      },
    );
    await leave(() => client.close());
    expect(seen).toHaveLength(writers.committed.size);
    expect(new Set(seen)).toEqual(writers.committed);
  },
);

test("the feed and the stream give the same events under the same ids, from whichever instance", async () => {
  const { body } = await servers[0].api("/v1/events?start=latest&limit=1", { token });
  const from = body.meta.nextCursor;
  const alerts = [await newAlert(), await newAlert(), await newAlert()];
  const client = await openSse(`${servers[1].url}/v1/alerts/stream`, {
    Authorization: `Bearer ${token}`,
    "Last-Event-ID": from,
  });
  await waitFor(() => client.events.length === 3, { describe: "the stream has them" });
  client.close();
  const feed = await servers[0].api(`/v1/events?cursor=${from}`, { token });
  expect(feed.body.data.map(({ id }: { id: string }) => id)).toEqual(client.events.map(({ id }) => id));
  expect(feed.body.data.map(({ alertId }: { alertId: string }) => alertId)).toEqual(alerts.map(({ id }) => id));
});

test("an ended sign-in ends its open streams, an API key may follow until it is revoked", async () => {
  const [server] = servers;
  const made = await server.api("/v1/api-keys", { token, body: { name: "Stream", role: "viewer", expiresIn: 1 } });
  expect(made.status).toBe(201);
  const cookie = await cookieOf(server);
  const byKey = await openSse(`${server.url}/v1/alerts/stream`, { Authorization: `Bearer ${made.body.key}` });
  const byToken = await openSse(`${servers[1].url}/v1/alerts/stream`, { Authorization: `Bearer ${token}` });
  const byCookie = await openSse(`${server.url}/alerts/stream`, { Cookie: cookie });
  const pinged = (client: SseClient) => client.events.some(({ type }) => type === "ping");
  await waitFor(() => [byKey, byToken, byCookie].every(pinged), { timeoutMs: 20_000, describe: "all are pinged" });
  await server.api(`/v1/api-keys/${made.body.apiKey?.id ?? made.body.id}`, { method: "DELETE", token });
  await ctx.db.session.updateMany({ data: { revokedAt: new Date() } });
  const startedAt = performance.now();
  await Promise.all([byKey.ended, byToken.ended, byCookie.ended]);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  token = await server.token();
});

/** Resident memory of a process, bytes. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

test("a client that reads nothing costs no memory, and gets everything once it reads on", async () => {
  const [server] = servers;
  const { body } = await server.api("/v1/events?start=latest&limit=1", { token });
  const from = body.meta.nextCursor.split("-").slice(0, 2).join("-");
  const alert = await newAlert({ description: "x".repeat(60_000) });
  const count = 6_000;
  await ctx.sql.query(
    "INSERT INTO alert_events (id, alert_id, kind) SELECT gen_random_uuid(), $1, 'repeated' FROM generate_series(1, $2)",
    [alert.id, count],
  );
  const before = await memoryOf(server.pid);
  const socket: Socket = connect(server.port, "127.0.0.1");
  const request = ["GET /v1/alerts/stream HTTP/1.1", "Host: x", `Authorization: Bearer ${token}`];
  socket.write(`${[...request, `Last-Event-ID: ${from}`, "Connection: close"].join("\r\n")}\r\n\r\n`);
  await new Promise((done) => socket.once("readable", done));
  socket.pause();
  let peak = 0;
  // 360 MB would be waiting by now if nobody looked whether they are taken.
  for (let turn = 0; turn < 15; turn++) {
    await new Promise((done) => setTimeout(done, 200));
    peak = Math.max(peak, (await memoryOf(server.pid)) - before);
  }
  expect(peak).toBeLessThan(80 * 1024 * 1024);
  let found = 0;
  let tail = "";
  socket.on("data", (chunk) => {
    const text = tail + chunk.toString("latin1");
    found += text.split("event: alert.").length - 1;
    // What may be the beginning of the next one.
    tail = text.slice(-("event: alert.".length - 1));
  });
  socket.resume();
  await waitFor(() => found >= count + 1, { timeoutMs: 40_000, describe: "everything has arrived" });
  socket.destroy();
  expect(found).toBe(count + 1);
});

test("HEAD tells what a stream would be, and does not hang", async () => {
  const signal = AbortSignal.timeout(5_000);
  const headers = { Authorization: `Bearer ${token}` };
  const api = await fetch(`${servers[0].url}/v1/alerts/stream`, { method: "HEAD", headers, signal });
  expect([api.status, api.headers.get("Content-Type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  const cookie = { Cookie: await cookieOf(servers[0]) };
  const browser = await fetch(`${servers[0].url}/alerts/stream`, { method: "HEAD", headers: cookie, signal });
  expect([browser.status, browser.headers.get("Content-Type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  expect((await fetch(`${servers[0].url}/v1/alerts/stream`, { method: "HEAD", signal })).status).toBe(401);
});
