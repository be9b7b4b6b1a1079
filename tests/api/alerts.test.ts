import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { Alert } from "~/domain/alerts/alert";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedAlerts } from "../../prisma/seed/seed-alerts";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let token: string;
let me: string;
let ids: { ruleId: string; networkId: string };

beforeAll(async () => {
  api = await createApiClient();
  const analyst = await api.signIn("analyst");
  token = analyst.token;
  me = analyst.id;
});
beforeEach(async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` });
  const { id: ruleId } = await seedRule(api.ctx, { networkId });
  ids = { ruleId, networkId };
});
afterAll(() => api.close());

const get = (path: string) => api.call("GET", path, { token });
const list = async (query: string) => {
  const { body } = await get(`/v1/alerts?ruleId=${ids.ruleId}&${query}`);
  return body.data.map((alert: { id: string }) => alert.id) as string[];
};

test("an alert is shown whole: checksummed, exact amounts, channels that were told", async () => {
  const value = (2n ** 256n - 1n).toString();
  const fromAddress = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
  const alert = await seedAlert(api.ctx, { ...ids, value, fromAddress, toAddress: null });
  const [told, failed] = [await seedChannel(api.ctx), await seedChannel(api.ctx)];
  for (const [channelId, state] of [
    [told.id, "delivered"],
    [failed.id, "failed"],
  ] as const) {
    const data = { id: api.ctx.newId(), alertId: alert.id, channelId, purpose: "alert.created", state };
    await api.ctx.db.delivery.create({ data });
  }
  const { status, body, headers } = await get(`/v1/alerts/${alert.id}`);
  expect(status).toBe(200);
  expect(headers.get("ETag")).toMatch(/^"/);
  expect(body).toMatchObject({
    value,
    from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    to: null,
    status: "pending",
    txStatus: "pending",
    dispatchedChannels: ["webhook"],
    detectedAt: alert.detectedAt.toISOString(),
    acknowledgedBy: null,
    acknowledgedVia: null,
  });
  const deliveries = await get(`/v1/alerts/${alert.id}/deliveries`);
  expect(deliveries.body.data.map((each: { state: string }) => each.state)).toEqual(["failed", "delivered"]);
  const byState = await get(`/v1/notifications/deliveries?alertId=${alert.id}&state=failed`);
  expect(byState.body.data).toMatchObject([{ channelId: failed.id, attempts: [] }]);
});

test("how it was found, by what way, and what is not certain is shown", async () => {
  const router = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
  const ordinary = await seedAlert(api.ctx, ids);
  expect((await get(`/v1/alerts/${ordinary.id}`)).body).toMatchObject({
    detection: "pending",
    appearedWithoutWarning: false,
    target: null,
    path: null,
    event: null,
    uncertain: null,
    outcome: null,
    isReplaced: false,
    earlierHashes: [],
    senders: 1,
  });
  const outcome = { kind: "would_revert", reason: "Ownable: caller is not the owner", blockNumber: 7 };
  const topic = `0x${"d".repeat(64)}`;
  const event = {
    topic0: topic,
    name: "Paused",
    signature: "Paused(address)",
    args: [],
    logIndex: 3,
    topics: [topic],
    data: "0x",
  };
  const path = [{ to: router, name: "execTransaction", index: null }];
  const found = await seedAlert(api.ctx, {
    ...ids,
    nonce: 1n,
    detection: "backfilled",
    target: router,
    callPath: { depth: 1, caller: router, kind: "call", path, more: 2, truncated: null },
    event,
    uncertain: "there is no parameter “amount”",
    outcome,
    isReplaced: true,
    earlierHashes: [`0x${"e".repeat(64)}`],
    senders: 3,
  });
  const checksummed = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
  const { body } = await get(`/v1/alerts/${found.id}`);
  expect(body).toMatchObject({
    detection: "backfilled",
    appearedWithoutWarning: true,
    target: checksummed,
    path: { depth: 1, caller: checksummed, path: [{ to: checksummed, name: "execTransaction", index: null }], more: 2 },
    event: { name: "Paused", logIndex: 3, topics: [topic] },
    uncertain: "there is no parameter “amount”",
    outcome,
    isReplaced: true,
    senders: 3,
  });
  expect(Alert.parse(body)).toEqual(expect.objectContaining({ id: found.id }));
  expect(await list(`q=0x${"e".repeat(64)}`)).toEqual([found.id]);
  const shown = await seedAlert(api.ctx, {
    ...ids,
    nonce: 2n,
    detection: "mined",
    firstSeen: [{ endpointId: "e", atMs: 1 }],
  });
  expect((await get(`/v1/alerts/${shown.id}`)).body).toMatchObject({
    detection: "mined",
    appearedWithoutWarning: false,
  });
});

test("an unknown id is 404, a malformed one too", async () => {
  for (const id of [api.ctx.newId(), "7", "null"]) {
    expect((await get(`/v1/alerts/${id}`)).status).toBe(404);
    expect((await get(`/v1/alerts/${id}/deliveries`)).status).toBe(404);
  }
});

test("why nobody was told stands in the alert, and not when one channel was", async () => {
  const [first, repeat, silenced] = [
    await seedAlert(api.ctx, ids),
    await seedAlert(api.ctx, ids),
    await seedAlert(api.ctx, ids),
  ];
  await api.ctx.db.alert.update({ where: { id: repeat.id }, data: { coveredById: first.id } });
  const deliver = async (alertId: string, state: "delivered" | "suppressed") => {
    const { id: channelId } = await seedChannel(api.ctx);
    const data = { id: api.ctx.newId(), alertId, channelId, purpose: "alert.created", state };
    await api.ctx.db.delivery.create({ data });
  };
  await deliver(first.id, "delivered");
  await deliver(first.id, "suppressed");
  await deliver(silenced.id, "suppressed");
  const { body } = await get(`/v1/alerts?ruleId=${ids.ruleId}`);
  const quiet = new Map(body.data.map((alert: Alert) => [alert.id, alert.quiet]));
  expect([first, repeat, silenced].map(({ id }) => quiet.get(id))).toEqual([null, "repeat", "suppressed"]);
  const told = body.data.find((alert: Alert) => alert.id === silenced.id);
  expect(told.dispatchedChannels).toEqual([]);
});

test("the first acknowledger stays, with the note, the time and one line in the timeline", async () => {
  const alert = await seedAlert(api.ctx, ids);
  const path = `/v1/alerts/${alert.id}/acknowledge`;
  const first = await api.call("PATCH", path, { token, body: { note: " planned " } });
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ status: "acknowledged", txStatus: "pending", acknowledgedBy: me });
  expect(first.body.acknowledgedByName).toBe("analyst");
  const other = await api.signIn("analyst");
  const second = await api.call("PATCH", path, { token: other.token, body: { note: "me too" } });
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body);

  const events = await listAlertEvents(api.ctx, { alertId: alert.id });
  expect(events).toMatchObject([
    { kind: "created", actorId: null },
    { kind: "acknowledged", actorId: me, actorName: "analyst", data: { note: "planned" } },
  ]);
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: alert.id } });
  expect(audit).toMatchObject([{ action: "alert.acknowledged", actorId: me }]);
});

test("channels that have been told of an alert are told who acknowledged it; one whose message still waits needs not", async () => {
  const alert = await seedAlert(api.ctx, ids);
  const [told, waiting] = [await seedChannel(api.ctx), await seedChannel(api.ctx)];
  for (const [channelId, state] of [
    [told.id, "delivered"],
    [waiting.id, "queued"],
  ] as const) {
    const data = { id: api.ctx.newId(), alertId: alert.id, channelId, purpose: "alert.created", state };
    await api.ctx.db.delivery.create({ data });
  }
  for (let press = 0; press < 2; press += 1) await api.call("PATCH", `/v1/alerts/${alert.id}/acknowledge`, { token });
  const where = { alertId: alert.id, purpose: "alert.updated" };
  expect(await api.ctx.db.delivery.findMany({ where })).toMatchObject([
    { channelId: told.id, change: "acknowledged", revision: 1, critical: true },
  ]);
});

test("an acknowledgement needs no body, an analyst, and an alert", async () => {
  const alert = await seedAlert(api.ctx, ids);
  const viewer = await api.signIn("viewer");
  const path = `/v1/alerts/${alert.id}/acknowledge`;
  expect((await api.call("PATCH", path, { token: viewer.token })).status).toBe(403);
  expect((await api.call("PATCH", path, { token, body: { nota: "x" } })).status).toBe(400);
  expect((await api.call("PATCH", path, { token })).body.status).toBe("acknowledged");
  expect((await api.call("PATCH", `/v1/alerts/${api.ctx.newId()}/acknowledge`, { token })).status).toBe(404);
});

test("ten people who acknowledge at once are one acknowledgement", async () => {
  const alert = await seedAlert(api.ctx, ids);
  const path = `/v1/alerts/${alert.id}/acknowledge`;
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.call("PATCH", path, { token, body: {} })));
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  expect((await listAlertEvents(api.ctx, { alertId: alert.id })).length).toBe(2);
});

test("many are acknowledged at once, in opposite orders without a deadlock", async () => {
  const alerts = [];
  for (let nonce = 0n; nonce < 20n; nonce++)
    alerts.push((await seedAlert(api.ctx, { ...ids, nonce, fromAddress: "0x" })).id);
  const lost = api.ctx.newId();
  const send = (body: object) => api.call("POST", "/v1/alerts/acknowledge", { token, body });
  const [one, two] = await Promise.all([
    send({ ids: [...alerts, lost] }),
    send({ ids: [...alerts].reverse(), note: "both" }),
  ]);
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(one.body.acknowledged.length + two.body.acknowledged.length).toBe(20);
  expect(one.body.unchanged.length + two.body.unchanged.length).toBe(20);
  expect(one.body.notFound).toEqual([lost]);
  expect((await send({ ids: [alerts[0]?.toUpperCase()] })).body.unchanged).toEqual([alerts[0]]);
  expect((await send({ ids: [] })).status).toBe(400);
  expect((await send({ ids: ["7"] })).body.errors).toMatchObject([{ pointer: "/ids/0" }]);
});

test("status and txStatus filter as documented", async () => {
  const made: Record<string, string> = {};
  let nonce = 0n;
  for (const txStatus of ["pending", "confirmed", "failed", "replaced", "dropped"] as const) {
    made[txStatus] = (await seedAlert(api.ctx, { ...ids, txStatus, nonce: nonce++ })).id;
  }
  const acknowledged = await seedAlert(api.ctx, { ...ids, txStatus: "failed", acknowledgedAt: new Date(), nonce });
  const sorted = async (query: string) => (await list(query)).sort();
  expect(await sorted("status=pending")).toEqual([made.pending]);
  expect(await sorted("status=confirmed")).toEqual([made.confirmed, made.failed].sort());
  expect(await sorted("status=dropped")).toEqual([made.replaced, made.dropped].sort());
  expect(await sorted("status=acknowledged")).toEqual([acknowledged.id]);
  expect(await sorted("status=acknowledged,pending")).toEqual([acknowledged.id, made.pending].sort());
  expect(await sorted("txStatus=failed")).toEqual([made.failed, acknowledged.id].sort());
});

test("the other filters narrow the list", async () => {
  const watchlistId = api.ctx.newId();
  const at = new Date("2026-03-01T12:00:00.000Z");
  const alert = await seedAlert(api.ctx, {
    ...ids,
    watchlistId,
    severity: "low",
    title: "Odd 100% title",
    detectedAt: at,
  });
  await seedAlert(api.ctx, { ...ids, nonce: 1n });
  const { name } = await api.ctx.db.network.findUniqueOrThrow({ where: { id: ids.networkId } });
  for (const query of [
    `watchlistId=${watchlistId}`,
    "severity=low,info",
    `network=${name}&to=2026-03-01T12:00:00Z`,
    "from=2026-03-01T13:00:00%2B01:00&to=2026-03-01T12:00:00.000Z",
    "q=odd%20100%25",
    `q=${alert.txHash.toUpperCase().replace("0X", "0x")}`,
    `q=${alert.fromAddress}`,
    `q=${alert.id}`,
    `address=${alert.toAddress}`,
  ]) {
    expect(await list(query), query).toEqual([alert.id]);
  }
  expect(await list("network=nowhere")).toEqual([]);
  const bad = await get("/v1/alerts?address=0x12&severity=urgent");
  expect(bad.status).toBe(400);
  expect((await get("/v1/alerts?address=0x12")).body.errors).toMatchObject([
    { pointer: "?address", code: "address_length" },
  ]);
  expect((await get("/v1/alerts?from=yesterday")).body.errors).toMatchObject([{ pointer: "?from" }]);
});

test("cursor pages give every alert once, in order, while newer ones arrive and times are equal", async () => {
  const at = new Date("2026-02-02T00:00:00.000Z");
  const made = [];
  for (let nonce = 0n; nonce < 25n; nonce++)
    made.push((await seedAlert(api.ctx, { ...ids, nonce, detectedAt: at })).id);
  const seen: string[] = [];
  let nonce = 100n;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body, headers } = await get(`/v1/alerts?ruleId=${ids.ruleId}&limit=4${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.data.map((alert: { id: string }) => alert.id));
    cursor = body.meta.nextCursor;
    if (cursor !== null) expect(headers.get("Link")).toContain('rel="next"');
    await seedAlert(api.ctx, { ...ids, nonce: nonce++ });
  }
  expect(seen).toEqual(made.sort().reverse());
});

test("pages by number agree with the total, and too deep ones are refused with the way out", async () => {
  await seedAlerts(api.ctx, { ...ids, count: 45 });
  const third = await get(`/v1/alerts?ruleId=${ids.ruleId}&page=3`);
  expect(third.body.data.length).toBe(5);
  expect(third.body.meta).toMatchObject({ total: 45, page: 3, limit: 20, nextCursor: null });
  const deep = await get("/v1/alerts?page=101&limit=100");
  expect(deep.status).toBe(400);
  expect(deep.body.errors[0].detail).toContain("cursor");
  expect((await get("/v1/alerts?cursor=nonsense")).body.errors).toMatchObject([{ pointer: "?cursor" }]);
});

test("times and lists in the query are refused by their parameter's name when they can't be", async () => {
  for (const query of [
    "from=0000-01-01T00:00:00Z",
    "to=9999-12-31T23:59:59.999-12:00",
    "severity=critical,",
    "severity=urgent",
  ]) {
    const answer = await api.call("GET", `/v1/alerts?${query}`, { token });
    expect([query, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([query, 400, `?${query.split("=")[0]}`]);
    expect(answer.body.errors[0].code).not.toBe("required");
  }
});
