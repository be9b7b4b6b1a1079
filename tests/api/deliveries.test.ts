import { afterAll, beforeAll, expect, test } from "vitest";

import type { Prisma } from "~/platform/generated/prisma/client";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let ruleId: string;
let networkId: string;
const tokens = { viewer: "", analyst: "" };
let analystId: string;

beforeAll(async () => {
  api = await createApiClient();
  tokens.viewer = (await api.signIn("viewer")).token;
  const analyst = await api.signIn("analyst");
  tokens.analyst = analyst.token;
  analystId = analyst.id;
  networkId = (await seedNetwork(api.ctx)).id;
  ruleId = (await seedRule(api.ctx, { networkId })).id;
});
afterAll(() => api.close());

const PATH = "/v1/notifications/deliveries";
const get = (path: string, token = tokens.analyst) => api.call("GET", path, { token });
const post = (path: string, body?: unknown, token = tokens.analyst) =>
  api.call("POST", path, { token, ...(body === undefined ? {} : { body }) });
const read = (id: string) => api.ctx.db.delivery.findUniqueOrThrow({ where: { id } });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** A delivery of an alert of its own. */
async function make(channelId: string, data: Partial<Prisma.DeliveryUncheckedCreateInput> = {}) {
  const nonce = BigInt(Math.floor(Math.random() * 1e12));
  const alertId = data.alertId ?? (await seedAlert(api.ctx, { ruleId, networkId, nonce })).id;
  const ended = { state: "failed" as const, finishedAt: ago(1), attempts: 4, lastError: "HTTP 500" };
  return api.ctx.db.delivery.create({
    data: { id: api.ctx.newId(), channelId, purpose: "alert.created", ...ended, ...data, alertId },
  });
}

test("a delivery shows what was sent and answered, and to a viewer only how it went", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  const { id } = await make(channelId, {
    attemptRows: {
      create: {
        id: api.ctx.newId(),
        number: 1,
        startedAt: new Date(),
        durationMs: 12,
        outcome: "fatal",
        statusCode: 400,
        requestTarget: { method: "POST", host: "hooks.example.com" },
        requestHeaders: { authorization: "***", "webhook-id": "msg_1" },
        requestBody: '{"type":"alert.created"}',
        responseHeaders: { server: "nginx" },
        responseBody: "no such field",
        error: "The receiver answered 400.",
      },
    },
  });
  const { body } = await get(`${PATH}/${id}`);
  expect(body).toMatchObject({ id, channelName: "Incident bot", state: "failed", groupSize: 1, waitsFor: null });
  expect(body.alertTitle).toBe("Ownership of Treasury Vault is being renounced");
  expect(body.attempts).toMatchObject([
    {
      request: {
        method: "POST",
        host: "hooks.example.com",
        headers: { authorization: "***", "webhook-id": "msg_1" },
        body: '{"type":"alert.created"}',
      },
      responseHeaders: { server: "nginx" },
      responseBody: "no such field",
    },
  ]);

  const seen = await get(`${PATH}/${id}`, tokens.viewer);
  expect(seen.body.attempts).toMatchObject([
    { statusCode: 400, error: "The receiver answered 400.", request: null, responseHeaders: null, responseBody: null },
  ]);
  for (const path of [PATH, `/v1/alerts/${body.alertId}/deliveries`]) {
    const [theirs, ours] = await Promise.all([get(path, tokens.viewer), get(path)]);
    const find = (answer: typeof theirs) => answer.body.data.find((row: { id: string }) => row.id === id);
    expect(find(theirs).attempts[0].responseBody).toBeNull();
    expect(find(ours).attempts[0].responseBody).toBe("no such field");
    expect(find(ours).attempts[0]).not.toHaveProperty("request");
  }
  expect((await get(`${PATH}/${api.ctx.newId()}`)).status).toBe(404);
});

test("the list is newest first, filters by channel, state, purpose and time, and its cursor misses nothing", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  // Ids say nothing about time here, as with those that the recorder makes.
  const times = [50, 40, 30, 20, 10];
  const ids: string[] = [];
  for (const minutes of times) ids.unshift((await make(channelId, { createdAt: ago(minutes) })).id);
  const notice = await make(channelId, { createdAt: ago(5), purpose: "delivery.failed", state: "delivered" });

  const listed = await get(`${PATH}?channelId=${channelId}&state=failed`);
  expect(listed.body.data.map((row: { id: string }) => row.id)).toEqual(ids);
  expect(listed.body.meta.total).toBe(5);
  const since = await get(`${PATH}?channelId=${channelId}&since=${ago(35).toISOString()}`);
  expect(since.body.data.map((row: { id: string }) => row.id)).toEqual([notice.id, ...ids.slice(0, 3)]);
  const notices = await get(`${PATH}?channelId=${channelId}&purpose=delivery.failed`);
  expect(notices.body.data).toMatchObject([{ id: notice.id }]);

  const walked: string[] = [];
  let query = `channelId=${channelId}&state=failed&limit=2`;
  for (;;) {
    const { body } = await get(`${PATH}?${query}`);
    walked.push(...body.data.map((row: { id: string }) => row.id));
    if (body.meta.nextCursor === null) break;
    query = `channelId=${channelId}&state=failed&limit=2&cursor=${body.meta.nextCursor}`;
  }
  expect(walked).toEqual(ids);
  expect((await get(`${PATH}?purpose=nonsense`)).status).toBe(400);
});

test("a failed delivery is sent again under its id, with a ladder of its own, and the audit log names who asked", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  const { id } = await make(channelId, { remoteId: "42" });
  expect((await post(`${PATH}/${id}/redeliver`, undefined, tokens.viewer)).status).toBe(403);

  const answer = await post(`${PATH}/${id}/redeliver`);
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ id, state: "queued", redelivered: 1, lastError: null, finishedAt: null });
  expect(await read(id)).toMatchObject({ state: "queued", attempts: 0, nextAttemptAt: null, remoteId: "42" });
  expect((await api.ctx.queues.depth()).deliveries).toBeGreaterThan(0);
  const again = await post(`${PATH}/${id}/redeliver`);
  expect(again.status).toBe(409);
  expect(again.body.code).toBe("delivery_under_way");
  const audit = await api.ctx.db.auditLog.findMany({ where: { action: "delivery.redelivered", resourceId: id } });
  expect(audit).toMatchObject([{ actorId: analystId, metadata: { channelId, was: "failed" } }]);
});

test("delivered and suppressed ones may be sent again; a switched off channel and a test are refused", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  for (const state of ["delivered", "suppressed"] as const) {
    const { id } = await make(channelId, { state });
    expect((await post(`${PATH}/${id}/redeliver`)).status).toBe(202);
  }
  const probe = await make(channelId, { purpose: "channel.test" });
  expect((await post(`${PATH}/${probe.id}/redeliver`)).status).toBe(409);

  const off = await seedChannel(api.ctx, { enabled: false });
  const { id } = await make(off.id);
  const refused = await post(`${PATH}/${id}/redeliver`);
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ code: "channel_disabled", detail: expect.stringContaining("Incident bot") });
  expect((await read(id)).state).toBe("failed");
  expect((await post(`${PATH}/${api.ctx.newId()}/redeliver`)).status).toBe(404);
});

test("a message that told of several alerts is sent again whole, whichever of them is asked for", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  const leader = await make(channelId, { state: "delivered", groupKey: "rule:1" });
  const member = await make(channelId, { state: "delivered", groupKey: "rule:1", groupedIntoId: leader.id });
  expect((await get(`${PATH}/${leader.id}`)).body.groupSize).toBe(2);
  const answer = await post(`${PATH}/${member.id}/redeliver`);
  expect(answer.body).toMatchObject({ id: member.id, state: "queued", groupedIntoId: leader.id });
  expect((await read(leader.id)).state).toBe("queued");
  expect(await read(member.id)).toMatchObject({ state: "queued", groupedIntoId: leader.id, redelivered: 1 });
});

test("all that failed since a time is sent again, with one record in the audit log", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  const before = await make(channelId, { finishedAt: ago(90) });
  const wanted = await Promise.all([
    make(channelId, { finishedAt: ago(50) }),
    make(channelId, { finishedAt: ago(20) }),
  ]);
  const after = await make(channelId, { finishedAt: ago(2) });
  const notice = await make(channelId, { finishedAt: ago(20), purpose: "delivery.failed" });
  const sent = await make(channelId, { finishedAt: ago(20), state: "delivered" });
  // The first message tells how things are, so that its update has nothing to add.
  const update = await make(channelId, {
    alertId: wanted[0].alertId ?? "",
    finishedAt: ago(20),
    purpose: "alert.updated",
    revision: 1,
  });
  const late = await make(channelId, {
    alertId: sent.alertId ?? "",
    finishedAt: ago(20),
    purpose: "alert.updated",
    revision: 1,
  });

  const body = { channelId, since: ago(60).toISOString(), until: ago(10).toISOString() };
  const answer = await post(`${PATH}/redeliver`, body);
  expect(answer).toMatchObject({ status: 202, body: { queued: 3 } });
  const states = async (...rows: { id: string }[]) => Promise.all(rows.map(async ({ id }) => (await read(id)).state));
  expect(await states(...wanted, late)).toEqual(["queued", "queued", "queued"]);
  expect(await states(before, after, notice, update, sent)).toEqual([
    "failed",
    "failed",
    "failed",
    "failed",
    "delivered",
  ]);
  const where = { action: "delivery.redelivered", resourceId: channelId };
  expect(await api.ctx.db.auditLog.findMany({ where })).toMatchObject([{ metadata: { deliveries: 3 } }]);
  expect(await post(`${PATH}/redeliver`, body)).toMatchObject({ status: 202, body: { queued: 0 } });
  expect((await post(`${PATH}/redeliver`, {})).body.errors).toMatchObject([{ pointer: "/since" }]);
  expect((await post(`${PATH}/redeliver`, body, tokens.viewer)).status).toBe(403);
  expect((await post(`${PATH}/redeliver`, { ...body, channelId: api.ctx.newId() })).status).toBe(404);
});

test("what waits for its destination says what it waits behind", async () => {
  const channel = await seedChannel(api.ctx);
  const key = `test:${channel.id}`;
  await api.ctx.db.channel.update({ where: { id: channel.id }, data: { destination: key } });
  const notBefore = new Date(Date.now() + 60_000);
  await api.ctx.db.destination.create({ data: { key, breaker: "open", notBefore } });
  const parked = { state: "queued" as const, isParked: true, finishedAt: null };
  await make(channel.id, { ...parked, createdAt: ago(3) });
  await make(channel.id, { ...parked, createdAt: ago(1), critical: true });
  await make(channel.id, { ...parked, createdAt: ago(1) });
  const { id } = await make(channel.id, { ...parked, createdAt: ago(2) });
  expect((await get(`${PATH}/${id}`)).body).toMatchObject({
    waitsFor: "destination",
    destination: { waitingBefore: 2, breaker: "open", notBefore: notBefore.toISOString() },
  });
});
