import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { QUIET_REASON } from "~/domain/silences/quiet-reasons";
import { warnExpiringSilences } from "~/domain/silences/warn-expiring-silences.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const MINUTE_MS = 60_000;
const TARGET = `0x${"cd".repeat(20)}`;

let api: ApiClient;
let networkId: string;
let watchlistId: string;
let ruleId: string;
let alertId: string;

beforeAll(async () => {
  api = await createApiClient();
});
beforeEach(async () => {
  networkId = (await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` })).id;
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, tags: ["prod"] })).id;
  ruleId = (await seedRule(api.ctx, { watchlistId, severity: "high" })).id;
  alertId = await alert({ ruleId });
});
afterAll(() => api.close());

let nonces = 0n;
async function alert(values: { ruleId: string } & Partial<Prisma.AlertUncheckedCreateInput>): Promise<string> {
  nonces += 1n;
  const facts = { networkId, watchlistId, severity: "high" as const, target: TARGET, nonce: nonces };
  return (await seedAlert(api.ctx, { ...facts, ...values })).id;
}

type SilenceValues = Omit<Partial<Prisma.SilenceUncheckedCreateInput>, "startsAt" | "endsAt">;

/** From and to: minutes from now. */
async function silence(matchers: SilenceValues, [from, to]: [number, number] = [-1, 60]): Promise<string> {
  const id = api.ctx.newId();
  const now = Date.now();
  const times = { startsAt: new Date(now + from * MINUTE_MS), endsAt: new Date(now + to * MINUTE_MS) };
  await api.ctx.db.silence.create({ data: { id, reason: "Upgrade", ...times, ...matchers } });
  return id;
}

const reasonOf = async (id: string) => {
  const text = `SELECT ${QUIET_REASON} AS reason FROM alerts JOIN rules ON rules.id = alerts.rule_id WHERE alerts.id = $1`;
  return (await api.ctx.sql.query<{ reason: unknown }>(text, [id])).rows[0]?.reason;
};

test("without silences nothing is quiet, and a delivery without an alert never is", async () => {
  expect(await reasonOf(alertId)).toBeNull();
  await silence({ severity: "high", networkId });
  const text = `SELECT ${QUIET_REASON} AS reason FROM (SELECT 1) AS one
    LEFT JOIN alerts ON false LEFT JOIN rules ON rules.id = alerts.rule_id`;
  expect((await api.ctx.sql.query(text)).rows).toEqual([{ reason: null }]);
});

test("a silence in force says which it is, why, and until when; of several the one that lasts longest", async () => {
  await silence({ ruleId });
  const longest = await silence({ networkId }, [-1, 120]);
  const row = await api.ctx.db.silence.findUniqueOrThrow({ where: { id: longest } });
  expect(await reasonOf(alertId)).toEqual({
    kind: "silence",
    silenceId: longest,
    reason: "Upgrade",
    endsAt: row.endsAt.toISOString(),
  });
});

test("a silence that has not begun, has ended, or has no matcher keeps nothing quiet", async () => {
  await silence({ ruleId }, [1, 60]);
  await silence({ ruleId }, [-60, -0.001]);
  await silence({});
  expect(await reasonOf(alertId)).toBeNull();
});

test.each(["rule", "contract", "severity", "network", "tag"] as const)("the matcher %s is held to", async (what) => {
  const otherRule = await seedRule(api.ctx, { networkId });
  const others = {
    rule: { ruleId: otherRule.id },
    contract: { watchlistId: null },
    severity: { severity: "low" as const },
    network: { networkId: (await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` })).id },
    tag: { watchlistId: null },
  };
  const matchers = {
    rule: { ruleId },
    contract: { watchlistId },
    severity: { severity: "high" as const, networkId },
    network: { networkId },
    tag: { tag: "prod", networkId },
  };
  const other = await alert({ ruleId, ...others[what] });
  await silence(matchers[what]);
  expect(await reasonOf(alertId)).toMatchObject({ kind: "silence" });
  expect(await reasonOf(other)).toBeNull();
});

test("all matchers must hold, and a rule's own tag counts", async () => {
  await silence({ ruleId, severity: "critical" });
  expect(await reasonOf(alertId)).toBeNull();
  const tagged = await seedRule(api.ctx, { tag: "staging" });
  const other = await alert({ ruleId: tagged.id, watchlistId: null });
  await silence({ tag: "staging", networkId });
  expect(await reasonOf(other)).toMatchObject({ kind: "silence" });
  expect(await reasonOf(alertId)).toBeNull();
});

async function told(id: string, state: "queued" | "delivered" | "suppressed" | "failed" | "held") {
  const channel = await seedChannel(api.ctx);
  const data = { id: api.ctx.newId(), alertId: id, channelId: channel.id, purpose: "alert.created", state };
  await api.ctx.db.delivery.create({ data });
}

async function parentRule(): Promise<string> {
  const parent = await seedRule(api.ctx, { watchlistId, name: "Parent" });
  await api.ctx.db.rule.update({ where: { id: ruleId }, data: { inhibitedBy: [parent.id] } });
  return parent.id;
}

const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);

test("a rule is quiet while the one above it fires on the same contract, acknowledged or not", async () => {
  const parent = await parentRule();
  expect(await reasonOf(alertId)).toBeNull();
  const parentAlert = await alert({ ruleId: parent, txStatus: "confirmed", acknowledgedAt: new Date() });
  await told(parentAlert, "delivered");
  expect(await reasonOf(alertId)).toEqual({
    kind: "inhibited",
    ruleId: parent,
    ruleName: "Parent",
    alertId: parentAlert,
  });
  expect(await reasonOf(parentAlert)).toBeNull();
});

test.each([
  ["on another contract", { target: `0x${"ef".repeat(20)}` }, "delivered"],
  ["eleven minutes ago, and no longer pending", { detectedAt: ago(11), txStatus: "confirmed" }, "delivered"],
  ["two hours ago, and still pending", { detectedAt: ago(120) }, "delivered"],
  ["but nobody was told, for it is silenced itself", {}, "suppressed"],
  ["but nobody could be told", {}, "failed"],
  ["but its channel is switched off", {}, "held"],
] as const)("it is not quiet when the one above fired %s", async (_, values, state) => {
  const parentAlert = await alert({ ruleId: await parentRule(), ...values });
  await told(parentAlert, state);
  expect(await reasonOf(alertId)).toBeNull();
});

test("it is not quiet when the one above waits to be kept back by a silence", async () => {
  const parent = await parentRule();
  await told(await alert({ ruleId: parent }), "queued");
  expect(await reasonOf(alertId)).toMatchObject({ kind: "inhibited" });
  await silence({ ruleId: parent });
  expect(await reasonOf(alertId)).toBeNull();
});

test("half an hour ago still inhibits while it is pending, and so does one that is told by its cover", async () => {
  const parent = await parentRule();
  const cover = await alert({ ruleId: parent, detectedAt: ago(30) });
  await told(cover, "delivered");
  expect(await reasonOf(alertId)).toMatchObject({ alertId: cover });
  await api.ctx.db.alert.update({ where: { id: cover }, data: { txStatus: "dropped" } });
  expect(await reasonOf(alertId)).toBeNull();
  const covered = await alert({ ruleId: parent, coveredById: cover, txStatus: "confirmed" });
  expect(await reasonOf(alertId)).toMatchObject({ alertId: covered });
});

test("the question costs next to nothing, with thousands of ended silences too", async () => {
  await api.ctx.sql.query(
    `INSERT INTO silences (id, rule_id, reason, starts_at, ends_at)
     SELECT gen_random_uuid(), $1, 'old', now() - interval '9 days', now() - n * interval '1 minute'
     FROM generate_series(1, 20000) AS n`,
    [ruleId],
  );
  await api.ctx.sql.query("ANALYZE silences");
  const text = `EXPLAIN (ANALYZE, FORMAT JSON) SELECT ${QUIET_REASON} FROM alerts
    JOIN rules ON rules.id = alerts.rule_id WHERE alerts.id = $1`;
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { rows } = await api.ctx.sql.query<{ "QUERY PLAN": { "Execution Time": number }[] }>(text, [alertId]);
    times.push(rows[0]?.["QUERY PLAN"][0]?.["Execution Time"] ?? Number.POSITIVE_INFINITY);
  }
  times.sort((one, other) => one - other);
  expect(times[10]).toBeLessThan(2);
});

const warningsOf = async (silenceId: string) => {
  const where = { purpose: "silence.expiring", data: { path: ["silence", "id"], equals: silenceId } };
  return api.ctx.db.delivery.findMany({ where, orderBy: { createdAt: "asc" } });
};
const suppress = (silenceId: string) =>
  api.ctx.db.alertEvent.create({
    data: { id: api.ctx.newId(), alertId, kind: "not_notified", data: { reason: "silence", silenceId } },
  });

test("the channels of what is silenced are told shortly before the end, once", async () => {
  const channel = await seedChannel(api.ctx);
  const off = await seedChannel(api.ctx, { enabled: false });
  await seedChannel(api.ctx);
  await api.ctx.db.rule.update({ where: { id: ruleId }, data: { channels: [channel.id, off.id] } });
  const soon = await silence({ ruleId }, [-300, 14]);
  const later = await silence({ ruleId }, [-300, 16]);
  const [first, second] = await Promise.all([warnExpiringSilences(api.ctx), warnExpiringSilences(api.ctx)]);
  expect(first + second).toBe(1);
  const warnings = await warningsOf(soon);
  expect(warnings).toMatchObject([{ channelId: channel.id, alertId: null, critical: false, state: "queued" }]);
  expect(warnings[0]?.data).toMatchObject({
    silence: { id: soon, reason: "Upgrade", summary: "alerts of the rule “Ownership renounced”" },
  });
  expect(await warningsOf(later)).toEqual([]);
});

test("a short silence is told of when a tenth is left, and only when it kept something quiet", async () => {
  const idle = await silence({ ruleId }, [-57, 3]);
  const early = await silence({ ruleId }, [-50, 7]);
  const busy = await silence({ ruleId }, [-57, 3]);
  await Promise.all([suppress(busy), suppress(early)]);
  await warnExpiringSilences(api.ctx);
  expect(await warningsOf(idle)).toEqual([]);
  expect(await warningsOf(early)).toEqual([]);
  // Its rule leads to no channel: those that there are are told instead, five at most.
  const warned = await warningsOf(busy);
  expect(warned.length).toBeGreaterThan(0);
  expect(warned.length).toBeLessThanOrEqual(5);
});

test("what has ended, or not begun, is not told of", async () => {
  const ended = await silence({ ruleId }, [-300, -0.01]);
  const pending = await silence({ ruleId }, [0.5, 300]);
  await warnExpiringSilences(api.ctx);
  expect([...(await warningsOf(ended)), ...(await warningsOf(pending))]).toEqual([]);
});

test("a silence counts each alert that it kept quiet once", async () => {
  const id = await silence({ ruleId });
  await Promise.all([suppress(id), suppress(id)]);
  const { token } = await api.signIn("viewer");
  expect((await api.call("GET", `/v1/silences/${id}`, { token })).body.suppressed).toBe(1);
});
