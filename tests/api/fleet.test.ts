import { afterAll, beforeAll, expect, test } from "vitest";

import type { Context } from "~/platform/context.server";
import { type ApiClient, createApiClient } from "../support/api-client";
import { startRedis, type TestRedis } from "../support/redis";

/** What must hold whichever web instance a request comes to. */
let api: ApiClient;
let other: Context;
let token: string;

beforeAll(async () => {
  api = await createApiClient();
  other = api.addInstance();
  token = (await api.signIn("admin")).token;
});
afterAll(() => api.close());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const newSilence = () => ({ matchers: { severity: "low" }, reason: "maintenance", endsAt: inAnHour() });

test("of two changes with one ETag that come to two instances together, one wins", async () => {
  const { body: silence } = await api.call("POST", "/v1/silences", { token, body: newSilence() });
  const path = `/v1/silences/${silence.id}`;
  for (let round = 0; round < 15; round++) {
    const etag = (await api.call("GET", path, { token })).headers.get("ETag") ?? "";
    const change = (instance: Context, reason: string) =>
      api.call("PATCH", path, { token, instance, body: { reason }, headers: { "If-Match": etag } });
    const answers = await Promise.all([
      change(api.ctx, `a ${round}`),
      change(other, `b ${round}`),
      change(api.ctx, `c ${round}`),
      change(other, `d ${round}`),
    ]);
    const won = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await api.call("GET", path, { token, instance: other })).body.reason).toBe(won[0]?.body.reason);
  }
});

test("more conditional changes at once than an instance has connections all end", async () => {
  const made = await Promise.all(
    Array.from({ length: 25 }, () => api.call("POST", "/v1/silences", { token, body: newSilence() })),
  );
  const answers = await Promise.all(
    made.map(({ body, headers }, at) =>
      api.call("PATCH", `/v1/silences/${body.id}`, {
        ...{ token, instance: at % 2 === 0 ? api.ctx : other, body: { reason: `changed ${at}` } },
        headers: { "If-Match": headers.get("ETag") ?? "" },
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(made.map(() => 200));
});

test("If-Match: * asks only that the thing is there, lists and weak tags are read as RFC 9110 has it", async () => {
  const { body: silence, headers } = await api.call("POST", "/v1/silences", { token, body: newSilence() });
  const etag = headers.get("ETag") ?? "";
  const path = `/v1/silences/${silence.id}`;
  const change = async (given: Record<string, string>) =>
    (await api.call("PATCH", path, { token, body: { reason: "maintenance" }, headers: given })).status;
  expect(await change({ "If-Match": "*" })).toBe(200);
  const now = (await api.call("GET", path, { token })).headers.get("ETag") ?? "";
  expect(await change({ "If-Match": `W/${now}` })).toBe(412);
  expect(await change({ "If-Match": `"other"` })).toBe(412);
  expect(await change({ "If-Match": now.replaceAll('"', "") })).toBe(412);
  expect(await change({ "If-None-Match": "*" })).toBe(412);
  expect(await change({ "If-None-Match": `W/${now}` })).toBe(412);
  expect(await change({ "If-None-Match": '"other"' })).toBe(200);
  const last = (await api.call("GET", path, { token })).headers.get("ETag") ?? "";
  expect(await change({ "If-Match": `"other", ${last}` })).toBe(200);
  expect(etag).toMatch(/^"/);
  const missing = `/v1/silences/${api.ctx.newId()}`;
  expect((await api.call("DELETE", missing, { token, headers: { "If-Match": "*" } })).status).toBe(404);
  expect((await api.call("DELETE", path, { token, headers: { "If-Match": '"stale"' } })).status).toBe(412);
  expect((await api.call("GET", path, { token, headers: { "If-None-Match": "*" } })).status).toBe(304);
});

test("one key sent to two instances creates once, and both are answered alike", async () => {
  const body = newSilence();
  const headers = { "Idempotency-Key": "two instances" };
  const answers = await Promise.all(
    [api.ctx, other, api.ctx, other].map((instance) =>
      api.call("POST", "/v1/silences", { token, instance, body, headers }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
  expect(answers.filter((answer) => answer.headers.has("Idempotency-Replayed"))).toHaveLength(3);
  for (const name of ["ETag", "Location", "Content-Type"]) {
    expect(new Set(answers.map((answer) => answer.headers.get(name))).size).toBe(1);
  }
});

test("the limit of signing in counts for all instances, without Redis too", async () => {
  const attempt = (instance: Context) =>
    api.call("POST", "/v1/auth/refresh", { instance, ip: "198.51.100.77", body: { refreshToken: "sntl_rt_unknown" } });
  const statuses: number[] = [];
  for (let sent = 0; sent < 62; sent++) statuses.push((await attempt(sent % 2 === 0 ? api.ctx : other)).status);
  expect(statuses.slice(0, 60)).not.toContain(429);
  expect(statuses.slice(60)).toEqual([429, 429]);
});

test("both limits of a sign-in are told", async () => {
  const body = { refreshToken: "sntl_rt_unknown" };
  const { headers } = await api.call("POST", "/v1/auth/refresh", { ip: "198.51.100.78", body });
  expect(headers.get("RateLimit-Policy")).toBe('"default";q=600;w=60, "/v1/auth/refresh";q=60;w=60');
  expect(headers.get("RateLimit")).toMatch(/^"default";r=599;t=\d+, "\/v1\/auth\/refresh";r=59;t=\d+$/);
});

test("with Redis every token's limit counts for all instances, and its outage lets requests through", async () => {
  const redis: TestRedis = await startRedis();
  try {
    const [first, second] = [api.addInstance({ REDIS_URL: redis.url }), api.addInstance({ REDIS_URL: redis.url })];
    const caller = (await api.signIn("viewer")).token;
    const left = async (instance: Context) => {
      const { headers, status } = await api.call("GET", "/v1/me", { token: caller, instance });
      expect(status).toBe(200);
      return Number(/r=(\d+)/.exec(headers.get("RateLimit") ?? "")?.[1]);
    };
    // The first requests may find the connection not yet open, and count in memory.
    await expect.poll(async () => (await left(first)) < 599 && (await left(second)) < 599).toBe(true);
    const before = await left(first);
    expect(await left(second)).toBe(before - 1);
    expect(await left(first)).toBe(before - 2);
    await redis.kill();
    expect(await left(first)).toBeGreaterThan(0);
  } finally {
    await redis.stop();
  }
});
