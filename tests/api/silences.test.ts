import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let api: ApiClient;
let user: Awaited<ReturnType<ApiClient["signIn"]>>;
let token: string;
let network: string;
let networkId: string;
let watchlistId: string;
let tag: string;
let ruleId: string;

beforeAll(async () => {
  api = await createApiClient();
  user = await api.signIn("analyst");
  token = user.token;
});
beforeEach(async () => {
  tag = `tag-${api.ctx.newId().slice(-12)}`;
  network = `net-${api.ctx.newId().slice(-12)}`;
  networkId = (await seedNetwork(api.ctx, { name: network })).id;
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, tags: [tag] })).id;
  ruleId = (await seedRule(api.ctx, { watchlistId, name: "Vault: owner", severity: "high" })).id;
});
afterAll(() => api.close());

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const post = (body: unknown, headers = {}) => api.call("POST", "/v1/silences", { token, body, headers });
const make = async (values: object = {}) =>
  (await post({ matchers: { ruleId }, reason: "Upgrade", endsAt: at(HOUR_MS), ...values })).body;
const patch = (id: string, body: unknown) => api.call("PATCH", `/v1/silences/${id}`, { token, body });
const end = (id: string) => api.call("DELETE", `/v1/silences/${id}`, { token });
const get = (id: string) => api.call("GET", `/v1/silences/${id}`, { token });
const list = async (query: string) => (await api.call("GET", `/v1/silences?${query}`, { token })).body.data;
const preview = (matchers: object) => api.call("POST", "/v1/silences/preview", { token, body: { matchers } });
const actionsOf = async (resourceId: string) => {
  const rows = await api.ctx.db.auditLog.findMany({ where: { resourceId }, orderBy: { seq: "asc" } });
  return rows.map(({ action }) => action);
};

test("a silence is made, shown with what it is about, and audited", async () => {
  const endsAt = at(HOUR_MS);
  const answer = await post({ matchers: { ruleId, network, severity: "high" }, reason: " Upgrade ", endsAt });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("Location")).toBe(`/v1/silences/${answer.body.id}`);
  expect(answer.body).toMatchObject({ reason: "Upgrade", endsAt, createdBy: user.id, state: "active", suppressed: 0 });
  expect(answer.body.matchers).toEqual({ ruleId, network, severity: "high" });
  expect(answer.body.summary).toBe(`high alerts of the rule “Vault: owner” on the network ${network}`);
  expect(Math.abs(Date.parse(answer.body.startsAt) - Date.now())).toBeLessThan(10_000);
  expect((await get(answer.body.id)).body).toEqual(answer.body);
  const audit = await api.ctx.db.auditLog.findFirstOrThrow({ where: { resourceId: answer.body.id } });
  expect(audit).toMatchObject({
    action: "silence.created",
    actorId: user.id,
    metadata: { after: { reason: "Upgrade" } },
  });
});

test.each([
  ["no matcher", { matchers: {} }, "/matchers", "matcher_required"],
  ["matchers that are all null", { matchers: { ruleId: null } }, "/matchers", "matcher_required"],
  ["no matchers at all", { matchers: undefined }, "/matchers", "required"],
  [
    "a rule that is not there",
    { matchers: { ruleId: "0197a1b2-8d4e-7f50-9b6c-000000000000" } },
    "/matchers/ruleId",
    "unknown_rule",
  ],
  [
    "an entry that is not there",
    { matchers: { watchlistId: "0197a1b2-8d4e-7f50-9b6c-000000000000" } },
    "/matchers/watchlistId",
    "unknown_watchlist_entry",
  ],
  ["a network that is not there", { matchers: { network: "nowhere" } }, "/matchers/network", "unknown_network"],
  ["a severity that is none", { matchers: { severity: "dire" } }, "/matchers/severity", undefined],
  ["a matcher that is none", { matchers: { ruleID: "x" } }, "/matchers/ruleID", undefined],
  ["an empty reason", { reason: " " }, "/reason", undefined],
  ["no reason", { reason: undefined }, "/reason", undefined],
  ["no end", { endsAt: undefined }, "/endsAt", undefined],
  ["an end that is no time", { endsAt: "tomorrow" }, "/endsAt", undefined],
  ["an end in the past", { endsAt: at(-1_000) }, "/endsAt", "in_the_past"],
  ["an end before the start", { startsAt: at(2 * HOUR_MS), endsAt: at(HOUR_MS) }, "/endsAt", "ends_first"],
  ["more than a year", { endsAt: at(367 * DAY_MS) }, "/endsAt", "too_long"],
  ["a start in years", { startsAt: at(800 * DAY_MS), endsAt: at(801 * DAY_MS) }, "/startsAt", "too_far"],
])("%s is refused where it stands", async (_, values, pointer, code) => {
  const answer = await post({ matchers: { ruleId }, reason: "Upgrade", endsAt: at(HOUR_MS), ...values });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toHaveLength(1);
  expect(answer.body.errors[0]).toMatchObject({ pointer, ...(code === undefined ? {} : { code }) });
});

test("a viewer reads and previews, and makes, changes and ends none", async () => {
  const { id } = await make();
  const viewer = (await api.signIn("viewer")).token;
  const as = (method: string, path: string, body?: unknown) => api.call(method, path, { token: viewer, body });
  expect((await as("GET", `/v1/silences/${id}`)).status).toBe(200);
  expect((await as("POST", "/v1/silences/preview", { matchers: { ruleId } })).status).toBe(200);
  expect((await as("POST", "/v1/silences", { matchers: { ruleId }, reason: "x", endsAt: at(HOUR_MS) })).status).toBe(
    403,
  );
  expect((await as("PATCH", `/v1/silences/${id}`, { reason: "x" })).status).toBe(403);
  expect((await as("DELETE", `/v1/silences/${id}`)).status).toBe(403);
});

test("silences are found by state and by matcher", async () => {
  const active = await make();
  const pending = await make({ startsAt: at(HOUR_MS), endsAt: at(2 * HOUR_MS) });
  const expired = await make({ matchers: { watchlistId, tag, severity: "high", network } });
  await end(expired.id);
  const ids = async (query: string) => (await list(query)).map(({ id }: { id: string }) => id);
  expect(await ids(`ruleId=${ruleId}`)).toEqual([pending.id, active.id]);
  expect(await ids(`ruleId=${ruleId}&state=active`)).toEqual([active.id]);
  expect(await ids(`ruleId=${ruleId}&state=pending,expired`)).toEqual([pending.id]);
  for (const query of [`watchlistId=${watchlistId}`, `tag=${tag}`, `network=${network}`]) {
    expect(await ids(`${query}&state=expired`), query).toEqual([expired.id]);
  }
  expect(await ids(`network=${network}&severity=low,high`)).toEqual([expired.id]);
  expect(await ids(`network=${network}&severity=low`)).toEqual([]);
  expect(await ids("network=nowhere")).toEqual([]);
});

test("a silence is prolonged, given other matchers, and audited; a change that changes nothing is not", async () => {
  const made = await make();
  const endsAt = at(3 * HOUR_MS);
  const changed = await patch(made.id, { endsAt, matchers: { tag }, reason: "Longer" });
  expect(changed.body).toMatchObject({ endsAt, matchers: { tag }, reason: "Longer", startsAt: made.startsAt });
  expect(changed.body.matchers).toEqual({ tag });
  const same = await patch(made.id, { endsAt, startsAt: made.startsAt });
  expect(same.body).toEqual(changed.body);
  expect(await actionsOf(made.id)).toEqual(["silence.created", "silence.updated"]);
});

test("a new end is warned of again", async () => {
  const { id } = await make();
  await api.ctx.db.silence.update({ where: { id }, data: { warnedAt: new Date() } });
  await patch(id, { reason: "Still" });
  expect((await api.ctx.db.silence.findUniqueOrThrow({ where: { id } })).warnedAt).not.toBeNull();
  await patch(id, { endsAt: at(5 * HOUR_MS) });
  expect((await api.ctx.db.silence.findUniqueOrThrow({ where: { id } })).warnedAt).toBeNull();
});

test("the start of one that has begun stays, and one that has ended can't be changed", async () => {
  const { id } = await make();
  const moved = await patch(id, { startsAt: at(60_000) });
  expect(moved.body.errors).toMatchObject([{ pointer: "/startsAt", code: "has_begun" }]);
  const over = await patch(id, { endsAt: at(-1_000) });
  expect(over.body.errors).toMatchObject([{ pointer: "/endsAt", code: "in_the_past" }]);
  await end(id);
  expect((await patch(id, { endsAt: at(HOUR_MS) })).status).toBe(409);
});

test("ending one in force keeps it to be read; one that has not begun is gone; again changes nothing", async () => {
  const active = await make();
  expect((await end(active.id)).status).toBe(204);
  const { body } = await get(active.id);
  expect(body.state).toBe("expired");
  expect(Date.parse(body.endsAt)).toBeLessThanOrEqual(Date.now());
  expect((await end(active.id)).status).toBe(204);
  expect((await get(active.id)).body.endsAt).toBe(body.endsAt);
  expect(await actionsOf(active.id)).toEqual(["silence.created", "silence.expired"]);
  const pending = await make({ startsAt: at(HOUR_MS), endsAt: at(2 * HOUR_MS) });
  expect((await end(pending.id)).status).toBe(204);
  expect((await get(pending.id)).status).toBe(404);
  expect(await actionsOf(pending.id)).toEqual(["silence.created", "silence.deleted"]);
  expect((await end(api.ctx.newId())).status).toBe(404);
});

test("an Idempotency-Key makes one silence, and a stale If-Match changes none", async () => {
  const body = { matchers: { ruleId }, reason: "Once", endsAt: at(HOUR_MS) };
  const headers = { "Idempotency-Key": api.ctx.newId() };
  const [first, second] = [await post(body, headers), await post(body, headers)];
  expect(second.body).toEqual(first.body);
  expect(await list(`ruleId=${ruleId}`)).toHaveLength(1);
  const etag = (await get(first.body.id)).headers.get("ETag") ?? "";
  await patch(first.body.id, { reason: "Twice" });
  const options = { token, headers: { "If-Match": etag } };
  expect((await api.call("DELETE", `/v1/silences/${first.body.id}`, options)).status).toBe(412);
});

test("a preview counts what it would have hidden, by day, and warns of critical alerts", async () => {
  const critical = await seedRule(api.ctx, { tag, name: "Tagged" });
  const facts = { ruleId, networkId, watchlistId };
  const told = await seedAlert(api.ctx, { ...facts, severity: "high", detectedAt: new Date(Date.now() - DAY_MS) });
  await seedAlert(api.ctx, { ...facts, severity: "high", nonce: 1n, coveredById: told.id });
  await seedAlert(api.ctx, { ...facts, severity: "high", nonce: 2n, detectedAt: new Date(Date.now() - 8 * DAY_MS) });
  await seedAlert(api.ctx, { ruleId: critical.id, networkId, watchlistId, severity: "critical" });

  const own = (await preview({ ruleId })).body;
  expect(own).toMatchObject({ days: 7, alerts: 2, pages: 1, critical: 0, ruleCount: 1, warning: null });
  expect(own.rules).toEqual([{ id: ruleId, name: "Vault: owner", severity: "high" }]);
  expect(own.alertsPerDay).toHaveLength(2);
  expect(own.sample.map(({ network }: { network: string }) => network)).toEqual([network, network]);

  for (const matchers of [{ tag }, { watchlistId }, { network }]) {
    const wide = (await preview(matchers)).body;
    expect(wide, JSON.stringify(matchers)).toMatchObject({ alerts: 3, pages: 2, critical: 1, ruleCount: 2 });
    expect(wide.warning).toContain("1 critical alert");
  }
  expect((await preview({ network, severity: "high" })).body).toMatchObject({ alerts: 2, critical: 0, warning: null });
  expect((await preview({ network, severity: "critical" })).body.rules).toMatchObject([{ name: "Tagged" }]);
  expect((await preview({})).body.errors).toMatchObject([{ pointer: "/matchers", code: "matcher_required" }]);
  expect(await api.ctx.db.silence.count({ where: { networkId } })).toBe(0);
});
