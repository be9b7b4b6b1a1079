import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let admin: string;
let analyst: { id: string; token: string };
let channelId: string;

beforeAll(async () => {
  api = await createApiClient();
  admin = (await api.signIn("admin")).token;
  analyst = await api.signIn("analyst");
  channelId = (await seedChannel(api.ctx, { name: "On-call" })).id;
});
beforeEach(async () => {
  await api.ctx.db.escalationPolicy.deleteMany();
});
afterAll(() => api.close());

const POLICIES = "/v1/escalation-policies";
const policy = (values: object = {}) => ({
  name: "Night",
  steps: [{ channels: [channelId], waitSeconds: 60 }],
  ...values,
});
const make = (values: object = {}) => api.call("POST", POLICIES, { token: admin, body: policy(values) });
const patch = (id: string, body: object) => api.call("PATCH", `${POLICIES}/${id}`, { token: admin, body });

async function makeAlert(): Promise<string> {
  const { id: networkId } = await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` });
  const { id: ruleId } = await seedRule(api.ctx, { networkId });
  return (await seedAlert(api.ctx, { ruleId, networkId })).id;
}

async function startRun(policyId: string, about: { alertId: string } | { channelId: string }): Promise<string> {
  const data = { id: api.ctx.newId(), policyId, step: 1, nextAt: new Date(Date.now() + 60_000), ...about };
  return (await api.ctx.db.escalation.create({ data })).id;
}

test("a policy is made with its defaults, read, changed, listed and deleted, each in the audit log", async () => {
  const created = await make();
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    name: "Night",
    repeats: 0,
    hours: null,
    severities: [],
    onDeliveryFailure: false,
    enabled: true,
  });
  const path = `${POLICIES}/${created.body.id}`;
  expect(created.headers.get("Location")).toBe(path);
  const hours = { from: "22:00", to: "06:00", timezone: "Europe/Berlin", days: [7, 1] };
  const steps = [
    { channels: [channelId.toUpperCase(), "Discord"], waitSeconds: 0 },
    { channels: ["email"], waitSeconds: 86_400 },
  ];
  const changed = await patch(created.body.id, { hours, steps, severities: ["high", "critical", "high"] });
  expect(changed.body).toMatchObject({
    name: "Night",
    hours: { ...hours, days: [1, 7] },
    steps: [{ channels: [channelId, "discord"] }, { channels: ["email"] }],
    severities: ["high", "critical"],
  });
  expect((await patch(created.body.id, { hours: null })).body.hours).toBeNull();
  const read = await api.call("GET", path, { token: analyst.token });
  expect(read.body).toMatchObject({ hours: null, severities: ["high", "critical"] });
  expect((await api.call("GET", POLICIES, { token: analyst.token })).body.data).toEqual([read.body]);
  expect((await api.call("DELETE", path, { token: admin })).status).toBe(204);
  expect((await api.call("GET", path, { token: admin })).status).toBe(404);
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: created.body.id }, orderBy: { seq: "asc" } });
  expect(audit.map(({ action }) => action)).toEqual([
    "escalation_policy.created",
    "escalation_policy.updated",
    "escalation_policy.updated",
    "escalation_policy.deleted",
  ]);
  expect(audit[1]?.metadata).toMatchObject({ changed: ["steps", "hours", "severities"] });
});

test("a patch that changes nothing leaves the policy and the audit log alone; a stale one is refused", async () => {
  const { body, headers } = await make();
  expect((await patch(body.id, { name: " Night " })).body).toEqual(body);
  const read = await api.call("GET", `${POLICIES}/${body.id}`, { token: admin });
  expect(read.headers.get("ETag")).toBe(headers.get("ETag"));
  const etag = { "If-Match": read.headers.get("ETag") ?? "" };
  await patch(body.id, { repeats: 1 });
  for (const method of ["PATCH", "DELETE"]) {
    const sent = { token: admin, headers: etag, ...(method === "PATCH" ? { body: { repeats: 2 } } : {}) };
    expect((await api.call(method, `${POLICIES}/${body.id}`, sent)).status).toBe(412);
  }
  expect(await api.ctx.db.auditLog.count({ where: { resourceId: body.id } })).toBe(2);
});

test("unknown channels are named by their place", async () => {
  const lost = api.ctx.newId();
  const steps = [
    { channels: [channelId, lost], waitSeconds: 1 },
    { channels: ["carrier-pigeon"], waitSeconds: 1 },
  ];
  const { status, body } = await make({ steps });
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([
    { pointer: "/steps/0/channels/1", code: "unknown_channel" },
    { pointer: "/steps/1/channels/0", code: "unknown_channel" },
  ]);
});

test("what a policy can't be is refused by its place", async () => {
  const step = { channels: ["discord"], waitSeconds: 1 };
  for (const [values, pointer] of [
    [{ steps: [] }, "/steps"],
    [{ steps: Array.from({ length: 11 }, () => step) }, "/steps"],
    [{ steps: [{ ...step, waitSeconds: 86_401 }] }, "/steps/0/waitSeconds"],
    [{ steps: [{ ...step, channels: [] }] }, "/steps/0/channels"],
    [{ repeats: 6 }, "/repeats"],
    [{ hours: { from: "25:00", to: "06:00", timezone: "UTC" } }, "/hours/from"],
    [{ hours: { from: "22:00", to: "06:00", timezone: "Mars/Olympus" } }, "/hours/timezone"],
    [{ severities: ["urgent"] }, "/severities/0"],
    [{ name: " " }, "/name"],
    [{ colour: "red" }, "/colour"],
  ] as const) {
    const { status, body } = await make(values);
    expect([status, body.errors?.[0]?.pointer], JSON.stringify(values)).toEqual([400, pointer]);
  }
});

test("a name and a severity belong to one policy; a severity to one that is switched on", async () => {
  const first = await make({ severities: ["critical", "high"] });
  const taken = await make({ name: "NIGHT" });
  expect([taken.status, taken.body.code, taken.body.errors[0].pointer]).toEqual([409, "duplicate_name", "/name"]);
  const second = await make({ name: "Day", severities: ["low", "high"] });
  expect([second.status, second.body.code]).toEqual([409, "policy_overlap"]);
  expect(second.body.errors).toMatchObject([{ pointer: "/severities/1" }]);
  await patch(first.body.id, { onDeliveryFailure: true });
  const operator = await make({ name: "Operators", onDeliveryFailure: true });
  expect([operator.status, operator.body.errors[0].pointer]).toEqual([409, "/onDeliveryFailure"]);
  const off = await make({ name: "Day", severities: ["high"], enabled: false });
  expect(off.status).toBe(201);
  expect((await patch(off.body.id, { enabled: true })).status).toBe(409);
  await patch(first.body.id, { severities: ["critical"] });
  expect((await patch(off.body.id, { enabled: true })).status).toBe(200);
});

test("two that claim a severity at once: one gets it", async () => {
  const names = Array.from({ length: 6 }, (_, index) => `Policy ${index}`);
  const answers = await Promise.all(names.map((name) => make({ name, severities: ["medium"] })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

test("analysts read policies and may not change them", async () => {
  const { body } = await make();
  const token = analyst.token;
  expect((await api.call("GET", `${POLICIES}/${body.id}`, { token })).status).toBe(200);
  expect((await api.call("POST", POLICIES, { token, body: policy() })).status).toBe(403);
  expect((await api.call("PATCH", `${POLICIES}/${body.id}`, { token, body: {} })).status).toBe(403);
  expect((await api.call("DELETE", `${POLICIES}/${body.id}`, { token })).status).toBe(403);
});

test("runs are listed with what comes next, and filtered", async () => {
  const { body: made } = await make({
    steps: [
      { channels: [channelId], waitSeconds: 60 },
      { channels: ["webhook"], waitSeconds: 60 },
    ],
    repeats: 2,
  });
  const alertId = await makeAlert();
  const forAlert = await startRun(made.id, { alertId });
  const forChannel = await startRun(made.id, { channelId });
  await api.ctx.db.escalation.update({ where: { id: forChannel }, data: { step: 2 } });
  const list = async (query: string) =>
    (await api.call("GET", `/v1/escalations?${query}`, { token: analyst.token })).body;
  const { data, meta } = await list(`policyId=${made.id}`);
  expect(meta.total).toBe(2);
  expect(data).toMatchObject([
    { id: forChannel, alertId: null, channelId, subject: "On-call", nextStep: 1, round: 2, rounds: 3 },
    { id: forAlert, alertId, channelId: null, nextStep: 2, steps: 2, round: 1, nextChannels: ["On-call"] },
  ]);
  // A channel is never told of its own failing.
  expect(data[0].nextChannels).toEqual([]);
  expect((await list(`alertId=${alertId}`)).data.map(({ id }: { id: string }) => id)).toEqual([forAlert]);
  expect((await list("state=exhausted")).data).toEqual([]);
  const one = await api.call("GET", `/v1/escalations/${forAlert}`, { token: analyst.token });
  expect(one.body).toEqual(data[1]);
  expect(one.headers.get("etag")).toMatch(/^"/);
});

test("a failing channel's run is acknowledged by an analyst, once", async () => {
  const { body: made } = await make();
  const id = await startRun(made.id, { channelId });
  const path = `/v1/escalations/${id}/acknowledge`;
  const viewer = await api.signIn("viewer");
  expect((await api.call("POST", path, { token: viewer.token })).status).toBe(403);
  const first = await api.call("POST", path, { token: analyst.token });
  expect(first.body).toMatchObject({ state: "acknowledged", nextAt: null, nextStep: null, endedBy: analyst.id });
  expect((await api.call("POST", path, { token: admin })).body).toEqual(first.body);
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: id } });
  expect(audit).toMatchObject([{ action: "escalation.acknowledged", actorId: analyst.id }]);
  const lost = `/v1/escalations/${api.ctx.newId()}/acknowledge`;
  expect((await api.call("POST", lost, { token: analyst.token })).status).toBe(404);
});

test("acknowledging an alert stops its run in the same breath, and an alert's run acknowledges its alert", async () => {
  const { body: made } = await make();
  const [one, other] = [await makeAlert(), await makeAlert()];
  const [run, otherRun] = [await startRun(made.id, { alertId: one }), await startRun(made.id, { alertId: other })];
  await api.call("PATCH", `/v1/alerts/${one}/acknowledge`, { token: analyst.token, body: {} });
  const ended = await api.ctx.db.escalation.findUniqueOrThrow({ where: { id: run } });
  expect(ended).toMatchObject({ state: "acknowledged", nextAt: null, endedById: analyst.id });
  expect((await listAlertEvents(api.ctx, { alertId: one })).at(-1)?.data).toMatchObject({ escalationStopped: true });

  await api.call("POST", `/v1/escalations/${otherRun}/acknowledge`, { token: analyst.token });
  const alert = await api.call("GET", `/v1/alerts/${other}`, { token: analyst.token });
  expect(alert.body).toMatchObject({ status: "acknowledged", acknowledgedBy: analyst.id, acknowledgedVia: null });
});

test("what an escalation has not sent yet is taken back by the acknowledgement, what is being sent is not", async () => {
  const { body: made } = await make();
  const alertId = await makeAlert();
  await startRun(made.id, { alertId });
  const deliver = (revision: number, state: "queued" | "sending") =>
    api.ctx.db.delivery.create({
      data: { id: api.ctx.newId(), alertId, channelId, purpose: "alert.escalated", revision, state },
    });
  const [waiting, onItsWay] = [await deliver(2, "queued"), await deliver(1, "sending")];
  await api.call("PATCH", `/v1/alerts/${alertId}/acknowledge`, { token: analyst.token, body: {} });
  const stateOf = async (id: string) => (await api.ctx.db.delivery.findUniqueOrThrow({ where: { id } })).state;
  expect([await stateOf(waiting.id), await stateOf(onItsWay.id)]).toEqual(["suppressed", "sending"]);
});

test("switching a policy off or deleting it ends what runs, and the timelines say why", async () => {
  const { body: made } = await make();
  const [one, other] = [await makeAlert(), await makeAlert()];
  const run = await startRun(made.id, { alertId: one });
  await patch(made.id, { enabled: false });
  expect(await api.ctx.db.escalation.findUniqueOrThrow({ where: { id: run } })).toMatchObject({ state: "cancelled" });
  await patch(made.id, { enabled: true });
  await startRun(made.id, { alertId: other });
  await api.call("DELETE", `${POLICIES}/${made.id}`, { token: admin });
  const lastOf = async (alertId: string) => (await listAlertEvents(api.ctx, { alertId })).at(-1);
  expect(await lastOf(one)).toMatchObject({
    kind: "escalation_ended",
    data: { reason: "policy_disabled" },
  });
  expect(await lastOf(other)).toMatchObject({ kind: "escalation_ended", data: { reason: "policy_deleted" } });
});
