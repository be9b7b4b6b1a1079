import { AbiCoder, id as keccakText, Transaction, Wallet } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { draftAlert } from "../../worker/recorder/alert-draft";
import type { FoundMatch } from "../../worker/recorder/found-match";
import { createRecorder } from "../../worker/recorder/recorder";
import { writeAlerts } from "../../worker/recorder/write-alerts";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { attack, openRecorderDesk, type RecorderDesk, stranger, VAULT } from "./recorder-desk";

let database: TestDatabase;
let proxy: TcpProxy;
let desk: RecorderDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
  desk = await openRecorderDesk(database.url);
});
afterAll(async () => {
  await desk?.close();
  await proxy?.close();
  await database?.drop();
});

const draftsOf = (found: FoundMatch[]) => found.flatMap((one) => draftAlert(desk.ctx.newId(), one) ?? []);
const write = (...found: FoundMatch[]) => writeAlerts(desk.ctx.sql, draftsOf(found));
const many = (count: number, rule: CompiledRule) => Array.from({ length: count }, () => desk.find(rule));

test("an alert, its timeline and one delivery a channel appear together", async () => {
  const rule = await desk.rule({ severity: "critical", signature: "renounceOwnership" });
  const transaction = attack({ value: "0xde0b6b3a7640000" });
  const written = await write(desk.find(rule, transaction));
  const [alert] = await desk.alerts(rule);
  expect(alert).toMatchObject({
    severity: "critical",
    txHash: transaction.hash,
    fromAddress: transaction.from,
    toAddress: VAULT,
    target: VAULT,
    selector: "0x715018a6",
    detection: "pending",
    txStatus: "pending",
    occurrences: 1,
    senders: 1,
    coveredById: null,
    callPath: { depth: 0, path: [], more: 0, truncated: null },
    title: expect.stringContaining("Vault"),
    events: [{ kind: "created" }],
    deliveries: [{ channelId: desk.channelId, purpose: "alert.created", state: "queued", critical: true, attempts: 0 }],
  });
  expect(alert?.value.toFixed(0)).toBe("1000000000000000000");
  expect(written.alertIds).toEqual([alert?.id]);
  expect(written.deliveries).toEqual([{ id: alert?.deliveries[0]?.id, critical: true }]);
});

test("what was first seen mined is confirmed or failed from the beginning, and says that it came without warning", async () => {
  const rule = await desk.rule();
  const blockHash = `0x${"ab".repeat(32)}`;
  const block = { blockNumber: 17n, blockHash, blockAtMs: 1_700_000_000_000, transactionIndex: 0 };
  const facts = { ...block, gasUsed: 21_000n, effectiveGasPrice: 1n };
  const mined = { ...facts, status: "Success" as const };
  const failed = { ...facts, status: "Failure" as const };
  await write(
    desk.find(rule, attack(), { detection: "mined", mined, firstSeen: [], seenAtMs: Date.now() - 10 }),
    desk.find(rule, attack(), { detection: "backfilled", mined: failed, firstSeen: [] }),
  );
  const [first, second] = await desk.alerts(rule);
  const minedAt = new Date(block.blockAtMs);
  const known = { blockNumber: 17n, blockHash, confirmedAt: minedAt };
  expect(first).toMatchObject({ ...known, txStatus: "confirmed", detection: "mined", firstSeen: [] });
  expect(first?.description).toContain("appeared without warning");
  expect(first?.events.map(({ kind }) => kind).sort()).toEqual(["confirmed", "created"]);
  const event = first?.events.find(({ kind }) => kind === "confirmed");
  expect(event).toMatchObject({ at: minedAt, data: { blockNumber: 17, blockHash, hash: first?.txHash } });
  expect(second).toMatchObject({ ...known, txStatus: "failed", detection: "backfilled" });
  expect(second?.description).toContain("nothing of it took effect");
});

test("an inner call says by which way it is made", async () => {
  const rule = await desk.rule({ signature: "renounceOwnership" });
  const [safe, multisend, sender] = [stranger(), stranger(), stranger()];
  const found = desk.find(rule);
  const path = [
    { to: safe, name: "execTransaction", index: null },
    { to: multisend, name: "multiSend", index: 2 },
  ];
  const call = { to: VAULT, input: "0x715018a6", value: 0n, caller: safe, depth: 2, path, kind: "call" as const };
  const match = { ...found.match, call, more: 3, truncated: "a cap of 1,000 calls was reached" };
  await write({ ...found, match, transaction: { ...found.transaction, to: safe, from: sender } });
  const [alert] = await desk.alerts(rule);
  expect(alert).toMatchObject({ toAddress: safe, target: VAULT, callPath: { depth: 2, caller: safe, path, more: 3 } });
  expect(alert?.description).toMatch(
    /It is made inside execTransaction of the Safe 0x\S+, then call 3 of multiSend of 0x\S+, in a transaction sent by 0x/,
  );
  expect(alert?.description).toContain("Not every inner call was looked at: a cap of 1,000 calls was reached.");
});

test("the same batch twice, and twice the same intent in a batch, is one alert with one delivery", async () => {
  const rule = await desk.rule();
  const first = attack();
  const batch = draftsOf([desk.find(rule, first), desk.find(rule, { ...first, hash: attack().hash, gas: "0x5209" })]);
  expect((await writeAlerts(desk.ctx.sql, batch)).alertIds).toHaveLength(1);
  expect(await writeAlerts(desk.ctx.sql, batch)).toMatchObject({ alertIds: [], deliveries: [] });
  const alerts = await desk.alerts(rule);
  expect(alerts).toMatchObject([{ txHash: first.hash, occurrences: 1, deliveries: [{ state: "queued" }] }]);
  expect(alerts[0]?.events).toHaveLength(1);
});

test("two writers with the same alerts in different order write each once and don't deadlock", async () => {
  const rule = await desk.rule();
  const other = createTestContext(database.url);
  const found = many(200, rule);
  try {
    const [one = [], two = []] = [draftsOf(found), draftsOf(found.toReversed())];
    for (let at = 0; at < 200; at += 40) {
      const halves = [writeAlerts(desk.ctx.sql, one.slice(at, at + 40)), writeAlerts(other.sql, two)];
      const [a, b] = await Promise.all(halves);
      const ids = [...(a?.alertIds ?? []), ...(b?.alertIds ?? [])];
      expect(new Set(ids).size).toBe(ids.length);
    }
  } finally {
    await other.close();
  }
  const alerts = await desk.alerts(rule);
  expect(alerts).toHaveLength(200);
  expect(alerts.every(({ deliveries, events }) => deliveries.length === 1 && events.length === 1)).toBe(true);
});

test("a rule deleted or disabled after the match makes no alert", async () => {
  const [deleted, disabled, kept] = [await desk.rule(), await desk.rule(), await desk.rule()];
  const found = [deleted, disabled, kept].map((rule) => desk.find(rule));
  const { rule } = desk.ctx.db;
  await rule.update({ where: { id: deleted.id }, data: { deletedAt: new Date() } });
  await rule.update({ where: { id: disabled.id }, data: { enabled: false } });
  expect((await write(...found)).alertIds).toHaveLength(1);
  expect(await desk.alerts(kept)).toHaveLength(1);
  expect([...(await desk.alerts(deleted)), ...(await desk.alerts(disabled))]).toEqual([]);
});

test("what was found under a lease that another has by now is not written", async () => {
  const rule = await desk.rule();
  const stale = desk.find(rule, attack(), { leaseToken: desk.token - 1n });
  const { alertIds, outcomes } = await write(stale, desk.find(rule));
  expect(alertIds).toHaveLength(1);
  expect(outcomes.map(({ isNew, isFenced }) => ({ isNew, isFenced }))).toEqual([
    { isNew: false, isFenced: true },
    { isNew: true, isFenced: false },
  ]);
});

test("channels are meant by id or by type, each once, and those switched off are left out", async () => {
  const { channel } = desk.ctx.db;
  const made = async (type: "webhook" | "discord", enabled: boolean) => {
    const fields = { type, name: type, config: {}, configEncrypted: "none", enabled };
    return (await channel.create({ data: { id: desk.ctx.newId(), ...fields } })).id;
  };
  const [hook, off, discord] = [await made("webhook", true), await made("webhook", false), await made("discord", true)];
  const rule = await desk.rule({ channels: [hook, off, "webhook", "discord"] });
  await write(desk.find(rule));
  const told = (await desk.alerts(rule))[0]?.deliveries.map(({ channelId }) => channelId) ?? [];
  expect(told.toSorted()).toEqual([desk.channelId, hook, discord].toSorted());
  await channel.deleteMany({ where: { id: off } });
});

test("within a cooldown an alert is kept and counted but notifies nobody", async () => {
  const rule = await desk.rule({ cooldownSeconds: 60 });
  const recorder = createRecorder(desk.ctx);
  for (const found of many(4, rule)) recorder.add(found);
  await recorder.settled();
  const all = async () => {
    const alerts = await desk.alerts(rule);
    const [paged] = alerts.filter(({ coveredById }) => coveredById === null);
    return { alerts, paged, covered: alerts.filter((alert) => alert !== paged) };
  };
  await waitFor(async () => (await all()).paged?.occurrences === 4, { describe: "all four are counted" });
  const { paged, covered } = await all();
  expect(paged?.deliveries).toHaveLength(1);
  expect(covered).toHaveLength(3);
  expect(covered.every(({ coveredById, deliveries }) => coveredById === paged?.id && deliveries.length === 0)).toBe(
    true,
  );
  expect(covered[0]?.events.map(({ kind }) => kind)).toEqual(["created", "not_notified"]);
  const repeats = paged?.events.flatMap(({ kind, data }) => (kind === "repeated" ? [data] : [])) ?? [];
  expect(repeats.map((data) => Number((data as { count: number }).count)).reduce((sum, count) => sum + count)).toBe(3);

  const longAgo = new Date(Date.now() - 61_000);
  await desk.ctx.db.alert.updateMany({ where: { ruleId: rule.id }, data: { detectedAt: longAgo } });
  await write(desk.find(rule));
  const last = (await desk.alerts(rule)).at(-1);
  expect(last).toMatchObject({ coveredById: null, deliveries: [{ state: "queued" }] });
  await recorder.stop(1_000);
});

test("text that PostgreSQL refuses is written in a readable form", async () => {
  const rule = await desk.rule({ signature: "setName(string)" });
  const hostile = "evil\u0000name \\u0000 \u202e 🦊";
  const input =
    keccakText("setName(string)").slice(0, 10) + AbiCoder.defaultAbiCoder().encode(["string"], [hostile]).slice(2);
  await write(desk.find(rule, attack({ input })));
  const [alert] = await desk.alerts(rule);
  const stored = JSON.stringify([alert?.title, alert?.description, alert?.call]);
  expect(stored).toContain("evil");
  expect(stored).not.toContain("\\u0000\\u0000");
  expect(stored.includes("\u0000")).toBe(false);
});

test("what a hostile node makes unreadable is reported, asked of the next node, and holds up nothing", async () => {
  const rule = await desk.rule();
  const recorder = createRecorder(desk.ctx);
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
    const found = desk.find(rule);
    const transaction = { ...found.transaction, ...fields };
    expect(recorder.add({ ...found, transaction }), JSON.stringify(fields)).toBe(false);
  }
  expect(recorder.add(desk.find(rule))).toBe(true);
  await recorder.settled();
  expect(await desk.alerts(rule)).toHaveLength(1);
  expect(recorder.status()).toMatchObject({ waiting: 0, written: 1, lost: hostile.length, failingSince: null });
  await recorder.stop(1_000);
});

test("content that does not fit its hash is recorded with a warning, and asked of the next node", async () => {
  const rule = await desk.rule();
  const recorder = createRecorder(desk.ctx);
  const announced = (nonce: number) => {
    const wallet = Wallet.createRandom();
    const { to, input } = attack();
    const call = { type: 2, chainId: 1, to, data: input, nonce, gasLimit: 50_000, maxFeePerGas: 1, value: 0 };
    const signed = Transaction.from({ ...call, maxPriorityFeePerGas: 1 });
    signed.signature = wallet.signingKey.sign(signed.unsignedHash);
    const { r, s, yParity } = signed.signature ?? { r: "", s: "", yParity: 0 };
    const fees = { gas: "0xc350", maxFeePerGas: "0x1", maxPriorityFeePerGas: "0x1", chainId: "0x1" };
    const from = wallet.address.toLowerCase();
    return attack({ hash: signed.hash ?? "", from, nonce: `0x${nonce}`, ...fees, r, s, yParity: `0x${yParity}` });
  };
  expect(recorder.add(desk.find(rule, announced(1)))).toBe(true);
  expect(recorder.add(desk.find(rule, { ...announced(2), value: "0x1" }))).toBe(false);
  await recorder.settled();
  const byNonce = new Map((await desk.alerts(rule)).map(({ nonce, description }) => [nonce, description]));
  expect(byNonce.get(1n)).not.toMatch(/^Careful:/);
  expect(byNonce.get(2n)).toMatch(/^Careful:/);
  expect(recorder.status().lost).toBe(0);
  await recorder.stop(1_000);
});

test("an alert that the database refuses is reported and does not hold up the others", async () => {
  const rule = await desk.rule();
  const recorder = createRecorder(desk.ctx);
  const [first, refused, last] = many(3, rule);
  if (!first || !refused || !last) throw new Error("three were made");
  // What no cast to an enum takes.
  const match = { ...refused.match, rule: { ...refused.match.rule, severity: "no such" as "high" } };
  for (const found of [first, { ...refused, match }, last]) recorder.add(found);
  await recorder.settled();
  expect(await desk.alerts(rule)).toHaveLength(2);
  expect(recorder.status()).toMatchObject({ waiting: 0, written: 2, lost: 1, failingSince: null });
  await recorder.stop(1_000);
});

test("a flood of a rule with a cooldown does not hold up the alerts of other rules, nor its own", async () => {
  const [flooded, other] = [await desk.rule({ cooldownSeconds: 600 }), await desk.rule()];
  const recorder = createRecorder(desk.ctx);
  const flood = many(3_000, flooded);
  const startedAt = Date.now();
  for (const found of [...flood, desk.find(other)]) recorder.add(found);
  await waitFor(async () => (await desk.alerts(other)).length === 1, { describe: "the other rule's is written" });
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  await recorder.settled();
  expect(recorder.status()).toMatchObject({ written: 1_002, lost: 0 });
  const asked = { ruleId: flooded.id, coveredById: null };
  const covers = () => desk.ctx.db.alert.findMany({ where: asked });
  await waitFor(async () => (await covers())[0]?.occurrences === 3_000, { describe: "all are counted" });
  expect(await covers()).toHaveLength(1);
  await recorder.stop(1_000);
});

test("a database connection that falls silent is given up, and what it held up is written over another", async () => {
  const rule = await desk.rule();
  const ctx = createTestContext(proxy.through(database.url), { SENTINEL_DATA_DIR: desk.dataDir });
  const recorder = createRecorder(ctx);
  recorder.add(desk.find(rule));
  await recorder.settled();
  proxy.stall();
  recorder.add(desk.find(rule));
  await recorder.settled();
  // Safe within half a second, in the database some seconds later.
  expect(recorder.status()).toMatchObject({ written: 1, lost: 0, journal: { alerts: 1 } });
  await waitFor(async () => (await desk.alerts(rule)).length === 2, { describe: "it is written", timeoutMs: 15_000 });
  await waitFor(() => recorder.status().journal.alerts === 0, { describe: "the journal is empty" });
  await recorder.stop(1_000);
  await ctx.close();
}, 40_000);

test("an alert of a whole network's rule names the watched contract that it met", async () => {
  const rule = await desk.rule({ watchlistId: null, networkId: desk.networkId, signature: "renounceOwnership" });
  await write(desk.find(rule, attack(), { seenAtMs: Date.now() - 10 }));
  await write(desk.find(rule, attack({ to: "0x00000000000000000000000000000000000000cc" })));
  const entry = await desk.ctx.db.watchlistEntry.findFirstOrThrow();
  expect((await desk.alerts(rule)).map((alert) => alert.watchlistId)).toEqual([entry.id, null]);
});
