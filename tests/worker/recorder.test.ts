import { AbiCoder, id as keccakText, Transaction, Wallet } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { updateChannel } from "~/domain/channels/update-channel.server";
import { deleteRule } from "~/domain/rules/delete-rule.server";
import { updateRule } from "~/domain/rules/update-rule.server";
import { draftAlert, type Match } from "../../worker/recorder/alert-draft";
import { createRecorder } from "../../worker/recorder/recorder";
import { writeAlerts } from "../../worker/recorder/write-alerts";
import { attack, type Pipeline, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const actor = { userId: null };
/** Nobody listens there: these tests end at the committed row. */
const NOWHERE = "http://127.0.0.1:9/hook";

let database: TestDatabase;
let proxy: TcpProxy;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
  pipeline = await seedPipeline(database.url);
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await proxy?.close();
  await database?.drop();
});

function draftsOf(matches: Match[]) {
  return matches.flatMap((match) => draftAlert(pipeline.ctx.newId(), match) ?? []);
}

const write = async (matches: Match[]) => writeAlerts(pipeline.ctx.sql, draftsOf(matches));

async function alertsOf(ruleId: string) {
  const include = { events: { orderBy: { kind: "asc" } }, deliveries: { orderBy: { id: "asc" } } } as const;
  return pipeline.ctx.db.alert.findMany({ where: { ruleId }, orderBy: { detectedAt: "asc" }, include });
}

test("an alert, its timeline and one delivery a channel appear together", async () => {
  const channel = await pipeline.webhook(NOWHERE);
  const ruleId = await pipeline.rule({ channels: [channel], severity: "critical" });
  const transaction = attack({ value: "0xde0b6b3a7640000" });
  const written = await write(await pipeline.match(transaction, ruleId));
  const [alert] = await alertsOf(ruleId);
  expect(alert).toMatchObject({
    severity: "critical",
    txHash: transaction.hash,
    fromAddress: transaction.from,
    toAddress: transaction.to,
    txStatus: "pending",
    occurrences: 1,
    coveredById: null,
    title: expect.stringContaining("Vault"),
    events: [{ kind: "created" }],
    deliveries: [{ channelId: channel, purpose: "alert.created", state: "queued", critical: true, attempts: 0 }],
  });
  expect(alert?.value.toFixed(0)).toBe("1000000000000000000");
  expect(written).toMatchObject({
    alertIds: [alert?.id],
    deliveries: [{ id: alert?.deliveries[0]?.id, critical: true }],
  });
});

test("the same batch twice, and twice the same intent in a batch, is one alert with one delivery", async () => {
  const ruleId = await pipeline.rule({ channels: [await pipeline.webhook(NOWHERE)] });
  const first = attack();
  const speedUp = { ...first, hash: first.hash.replace("0x0", "0xf"), gas: "0x5209" };
  const batch = draftsOf([...(await pipeline.match(first, ruleId)), ...(await pipeline.match(speedUp, ruleId))]);
  expect((await writeAlerts(pipeline.ctx.sql, batch)).alertIds).toHaveLength(1);
  expect(await writeAlerts(pipeline.ctx.sql, batch)).toMatchObject({ alertIds: [], deliveries: [] });
  const alerts = await alertsOf(ruleId);
  expect(alerts).toMatchObject([{ txHash: first.hash, occurrences: 1, deliveries: [{ state: "queued" }] }]);
  expect(alerts[0]?.events).toHaveLength(1);
});

test("two writers with the same alerts in different order write each once and don't deadlock", async () => {
  const ruleId = await pipeline.rule({ channels: [await pipeline.webhook(NOWHERE)] });
  const other = createTestContext(database.url);
  const matches: Match[] = [];
  for (let number = 0; number < 200; number += 1) matches.push(...(await pipeline.match(attack(), ruleId)));
  try {
    const halves = [draftsOf(matches), draftsOf(matches.toReversed())];
    for (let at = 0; at < 200; at += 40) {
      const [one, two] = halves.map((drafts, index) => (index === 0 ? drafts.slice(at, at + 40) : drafts));
      const [a, b] = await Promise.all([writeAlerts(pipeline.ctx.sql, one ?? []), writeAlerts(other.sql, two ?? [])]);
      expect(new Set([...a.alertIds, ...b.alertIds]).size).toBe(a.alertIds.length + b.alertIds.length);
    }
  } finally {
    await other.close();
  }
  const alerts = await alertsOf(ruleId);
  expect(alerts).toHaveLength(200);
  expect(alerts.every(({ deliveries, events }) => deliveries.length === 1 && events.length === 1)).toBe(true);
});

test("a rule deleted or disabled after the match makes no alert", async () => {
  const [deleted, disabled, kept] = [await pipeline.rule(), await pipeline.rule(), await pipeline.rule()];
  const transaction = attack();
  const matches = (
    await Promise.all([deleted, disabled, kept].map((ruleId) => pipeline.match(transaction, ruleId)))
  ).flat();
  expect(matches).toHaveLength(3);
  await deleteRule(pipeline.ctx, { actor, id: deleted });
  await updateRule(pipeline.ctx, { actor, id: disabled, patch: { enabled: false } });
  expect((await write(matches)).alertIds).toHaveLength(1);
  expect((await alertsOf(kept)).length).toBe(1);
  expect([...(await alertsOf(deleted)), ...(await alertsOf(disabled))]).toEqual([]);
});

test("channels are meant by id or by type, each once, and those switched off are left out", async () => {
  const [hook, off] = [await pipeline.webhook(NOWHERE), await pipeline.webhook(NOWHERE, "Off")];
  const discord = await pipeline.discord("https://discord.com/api/webhooks/1234567890/a-Token_of-Discord");
  const ruleId = await pipeline.rule({ channels: [hook, off, "webhook", "discord"] });
  await updateChannel(pipeline.ctx, { actor, id: off, patch: { enabled: false } });
  await write(await pipeline.match(attack(), ruleId));
  const told = (await alertsOf(ruleId))[0]?.deliveries.map(({ channelId }) => channelId) ?? [];
  expect(new Set(told).size).toBe(told.length);
  expect(told).toContain(hook);
  expect(told).toContain(discord);
  expect(told).not.toContain(off);
});

test("within a cooldown an alert is kept and counted but notifies nobody", async () => {
  const ruleId = await pipeline.rule({ channels: [await pipeline.webhook(NOWHERE)], cooldownSeconds: 60 });
  const recorder = createRecorder(pipeline.ctx);
  for (let number = 0; number < 4; number += 1) {
    for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  }
  await waitFor(async () => (await alertsOf(ruleId)).length === 4, { describe: "all four are written" });
  const alerts = await alertsOf(ruleId);
  const paged = alerts.find(({ coveredById }) => coveredById === null);
  const covered = alerts.filter((alert) => alert !== paged);
  expect(paged).toMatchObject({ occurrences: 4, deliveries: [{ state: "queued" }] });
  expect(covered.every(({ coveredById, deliveries }) => coveredById === paged?.id && deliveries.length === 0)).toBe(
    true,
  );
  expect(covered[0]?.events.map(({ kind }) => kind)).toEqual(["created", "not_notified"]);
  const repeats = paged?.events.flatMap(({ kind, data }) => (kind === "repeated" ? [data] : [])) ?? [];
  expect(repeats.map((data) => Number((data as { count: number }).count)).reduce((sum, count) => sum + count)).toBe(3);

  await pipeline.ctx.db.alert.updateMany({ where: { ruleId }, data: { detectedAt: new Date(Date.now() - 61_000) } });
  await write(await pipeline.match(attack(), ruleId));
  const last = (await alertsOf(ruleId)).at(-1);
  expect(last).toMatchObject({ coveredById: null, deliveries: [{ state: "queued" }] });
  await recorder.stop(1_000);
});

test("text that PostgreSQL refuses is written in a readable form", async () => {
  const ruleId = await pipeline.rule({ signature: "setName(string)" });
  const hostile = "evil\u0000name \\u0000 \u202e 🦊";
  const input =
    keccakText("setName(string)").slice(0, 10) + AbiCoder.defaultAbiCoder().encode(["string"], [hostile]).slice(2);
  await write(await pipeline.match(attack({ input }), ruleId));
  const [alert] = await alertsOf(ruleId);
  const stored = JSON.stringify([alert?.title, alert?.description, alert?.call]);
  expect(stored).toContain("evil");
  expect(stored).not.toContain("\\u0000\\u0000");
  expect(stored.includes("\u0000")).toBe(false);
});

test("what a hostile node makes unreadable is reported, asked of the next node, and holds up nothing", async () => {
  const ruleId = await pipeline.rule();
  const recorder = createRecorder(pipeline.ctx);
  const hostile = [
    // Above what a bigint holds: no chain would take it.
    { nonce: "0xffffffffffffffff" },
    { nonce: "-1" },
    { nonce: "" },
    { value: "0xzz" },
    { hash: `0x${"\u0000".repeat(64)}` },
    { input: "0x715018a6\u0000\ud800" },
    { from: "0x\u0000" },
  ];
  for (const fields of hostile) {
    const [match] = await pipeline.match(attack(fields), ruleId);
    expect(match && recorder.add(match), JSON.stringify(fields)).toBe(false);
  }
  for (const match of await pipeline.match(attack(), ruleId)) expect(recorder.add(match)).toBe(true);
  await waitFor(async () => (await alertsOf(ruleId)).length === 1, { describe: "the good one is written" });
  await waitFor(() => recorder.status().waiting === 0, { describe: "nothing waits" });
  expect(recorder.status()).toMatchObject({ written: 1, lost: hostile.length, failingSince: null });
  await recorder.stop(1_000);
});

test("content that does not fit its hash is recorded with a warning, and asked of the next node", async () => {
  const ruleId = await pipeline.rule();
  const recorder = createRecorder(pipeline.ctx);
  const announced = (nonce: number) => {
    const wallet = Wallet.createRandom();
    const { to, input } = attack();
    const call = { type: 2, chainId: 1, to, data: input, nonce, gasLimit: 50_000, maxFeePerGas: 1, value: 0 };
    const signed = Transaction.from({ ...call, maxPriorityFeePerGas: 1 });
    signed.signature = wallet.signingKey.sign(signed.unsignedHash);
    const { r, s, yParity } = signed.signature ?? { r: "", s: "", yParity: 0 };
    const fees = { gas: "0xc350", maxFeePerGas: "0x1", maxPriorityFeePerGas: "0x1", chainId: "0x1" };
    const signature = { r, s, yParity: `0x${yParity}` };
    const from = wallet.address.toLowerCase();
    return attack({ hash: signed.hash ?? "", from, nonce: `0x${nonce}`, ...fees, ...signature });
  };
  const [honest] = await pipeline.match(announced(1), ruleId);
  const [lie] = await pipeline.match({ ...announced(2), value: "0x1" }, ruleId);
  expect(honest && recorder.add(honest)).toBe(true);
  expect(lie && recorder.add(lie)).toBe(false);
  await waitFor(async () => (await alertsOf(ruleId)).length === 2, { describe: "both are written" });
  const descriptions = (await alertsOf(ruleId)).map(({ nonce, description }) => [nonce, description.slice(0, 8)]);
  expect(new Map(descriptions as [bigint, string][])).toEqual(
    new Map([
      [1n, expect.not.stringMatching("Careful:")],
      [2n, "Careful:"],
    ]),
  );
  expect(recorder.status().lost).toBe(0);
  await recorder.stop(1_000);
});

test("an alert that the database refuses is reported and does not hold up the others", async () => {
  const ruleId = await pipeline.rule();
  const recorder = createRecorder(pipeline.ctx);
  const [first, refused, last] = (await Promise.all([0, 1, 2].map(() => pipeline.match(attack(), ruleId)))).flat();
  if (!first || !refused || !last) throw new Error("the rule matched nothing");
  // A network that is gone by the time of writing.
  for (const match of [first, { ...refused, networkId: "00000000-0000-7000-8000-00000000dead" }, last])
    recorder.add(match);
  await waitFor(async () => (await alertsOf(ruleId)).length === 2, { describe: "the two good ones are written" });
  await waitFor(() => recorder.status().waiting === 0, { describe: "nothing waits" });
  expect(recorder.status()).toMatchObject({ written: 2, lost: 1, failingSince: null });
  await recorder.stop(1_000);
});

test("a flood of a rule with a cooldown does not hold up the alerts of other rules, nor its own", async () => {
  const flooded = await pipeline.rule({ channels: [await pipeline.webhook(NOWHERE)], cooldownSeconds: 600 });
  const other = await pipeline.rule();
  const recorder = createRecorder(pipeline.ctx);
  const flood = (await Promise.all(Array.from({ length: 3_000 }, () => pipeline.match(attack(), flooded)))).flat();
  const last = await pipeline.match(attack(), other);
  const startedAt = Date.now();
  for (const match of [...flood, ...last]) recorder.add(match);
  await waitFor(async () => (await alertsOf(other)).length === 1, { describe: "the other rule's is written" });
  const waitedMs = Date.now() - startedAt;
  await waitFor(() => recorder.status().waiting === 0, { describe: "all are written", timeoutMs: 20_000 });
  expect(recorder.status()).toMatchObject({ written: 3_001, lost: 0 });
  expect(waitedMs).toBeLessThan(3_000);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  const { db } = pipeline.ctx;
  expect(await db.alert.findMany({ where: { ruleId: flooded, coveredById: null } })).toMatchObject([
    { occurrences: 3_000 },
  ]);
  await recorder.stop(1_000);
});

test("a database connection that falls silent is given up, and what it held up is written over another", async () => {
  const ruleId = await pipeline.rule();
  const ctx = createTestContext(proxy.through(database.url));
  const recorder = createRecorder(ctx);
  for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  await waitFor(async () => (await alertsOf(ruleId)).length === 1, { describe: "it is written while all is well" });
  proxy.stall();
  for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  expect(recorder.status().waiting).toBe(1);
  await waitFor(async () => (await alertsOf(ruleId)).length === 2, { describe: "it is written", timeoutMs: 25_000 });
  await recorder.stop(1_000);
  await ctx.close();
}, 40_000);

test("what can't be written before the end is named and counted, also what is on its way", async () => {
  const ruleId = await pipeline.rule();
  const ctx = createTestContext(proxy.through(database.url));
  const recorder = createRecorder(ctx);
  for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  await waitFor(async () => (await alertsOf(ruleId)).length === 1, { describe: "it is written while all is well" });
  proxy.stall();
  for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  await recorder.stop(200);
  expect(recorder.status()).toMatchObject({ lost: 1 });
  await proxy.cut();
  await proxy.restore();
  await ctx.close();
});

test("matches are kept while the database is away and written once it is back", async () => {
  const ruleId = await pipeline.rule({ channels: [await pipeline.webhook(NOWHERE)] });
  const ctx = createTestContext(proxy.through(database.url));
  const recorder = createRecorder(ctx);
  const before = await pipeline.match(attack(), ruleId);
  for (const match of before) recorder.add(match);
  await waitFor(async () => (await alertsOf(ruleId)).length === 1, { describe: "it is written while all is well" });

  await proxy.cut();
  const during = (await Promise.all([1, 2, 3].map(() => pipeline.match(attack(), ruleId)))).flat();
  for (const match of during) recorder.add(match);
  await waitFor(() => recorder.status().failingSince !== null, { describe: "the recorder notices" });
  // What is on its way is in a batch; what comes now waits.
  for (const match of await pipeline.match(attack(), ruleId)) recorder.add(match);
  await proxy.restore();
  await waitFor(async () => (await alertsOf(ruleId)).length === 5, { describe: "all are written" });
  await waitFor(() => recorder.status().failingSince === null, { describe: "the recorder is well again" });
  expect(recorder.status()).toMatchObject({ waiting: 0, written: 5, lost: 0 });
  expect((await alertsOf(ruleId)).every(({ deliveries }) => deliveries.length === 1)).toBe(true);
  await recorder.stop(1_000);
  await ctx.close();
});

test("an alert of a whole network's rule names the watched contract that it met", async () => {
  const ruleId = await pipeline.rule({ watchlistId: null, network: "testnet" });
  await write(await pipeline.match(attack(), ruleId));
  await write(await pipeline.match(attack({ to: "0x00000000000000000000000000000000000000cc" }), ruleId));
  const alerts = await alertsOf(ruleId);
  expect(alerts.map((alert) => alert.watchlistId)).toEqual([pipeline.watchlistId, null]);
});
