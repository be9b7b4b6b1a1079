import { afterAll, beforeAll, expect, test } from "vitest";

import { createRecorder, type Recorder } from "../../worker/recorder/recorder";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { waitFor } from "../support/wait-for";
import { attack, madeUpSender, openRecorderDesk, type RecorderDesk, stranger } from "./recorder-desk";

let database: TestDatabase;
let desk: RecorderDesk;
const recorders: Recorder[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  desk = await openRecorderDesk(database.url, { ALERT_MAX_COVERED_ROWS: "200" });
});
afterAll(async () => {
  for (const recorder of recorders) await recorder.stop(2_000);
  await desk?.close();
  await database?.drop();
});

function record(options: Parameters<typeof createRecorder>[1] = {}): Recorder {
  const recorder = createRecorder(desk.ctx, options);
  recorders.push(recorder);
  return recorder;
}

/** The one that all others are covered by, when everything is counted. */
async function coverOf(rule: Awaited<ReturnType<RecorderDesk["rule"]>>, occurrences: number) {
  const asked = { ruleId: rule.id, coveredById: null, occurrences };
  const found = () => desk.ctx.db.alert.findFirst({ where: asked, include: { events: true } });
  return waitFor(found, { describe: `${occurrences} occurrences`, timeoutMs: 8_000 });
}

const TRANSFER_OWNERSHIP = `0xf2fde38b${"cc".padStart(64, "0")}`;

test("10,000 matches within a cooldown are one page with a count, and as many rows as configured", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < 10_000; number += 1) {
    recorder.add(desk.find(rule));
    if (number % 100 === 0) await new Promise((done) => setImmediate(done));
  }
  await recorder.settled();
  const cover = await coverOf(rule, 10_000);
  expect(await desk.pages(rule)).toBe(1);
  expect(await desk.ctx.db.alert.count({ where: { ruleId: rule.id } })).toBe(201);
  const repeats = cover.events.filter(({ kind }) => kind === "repeated").map(({ data }) => data as { count: number });
  expect(repeats.length).toBeLessThan(25);
  expect(repeats.reduce((sum, { count }) => sum + count, 0)).toBe(9_999);
  expect(cover.senders).toBe(1);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
}, 40_000);

test("another sender, function or contract in the middle of a flood still pages within 5 s", async () => {
  const rule = await desk.rule({
    cooldownSeconds: 600,
    watchlistId: null,
    networkId: desk.networkId,
    condition: "value < 1000",
  });
  const recorder = record();
  for (const strange of [{ from: stranger() }, { input: TRANSFER_OWNERSHIP }, { to: stranger() }]) {
    const pages = await desk.pages(rule);
    for (let number = 0; number < 300; number += 1) recorder.add(desk.find(rule));
    const addedAtMs = Date.now();
    const first = attack(strange);
    recorder.add(desk.find(rule, first));
    for (let number = 0; number < 300; number += 1) recorder.add(desk.find(rule));
    const isPaged = async () =>
      (await desk.ctx.db.alert.count({ where: { ruleId: rule.id, txHash: first.hash, deliveries: { some: {} } } })) ===
      1;
    await waitFor(isPaged, { describe: "the first of its kind pages", timeoutMs: 5_000 });
    expect(Date.now() - addedAtMs).toBeLessThan(5_000);
    expect(await desk.pages(rule)).toBe(pages === 0 ? 2 : pages + 1);
  }
  const paged = (await desk.alerts(rule)).filter(({ deliveries, coveredById }) => deliveries.length > 0 && coveredById);
  expect(paged.map(({ description }) => description.match(/quiet time of “.+”: (another \w+)/)?.[1])).toEqual([
    "another sender",
    "another function",
    "another contract",
  ]);
  await coverOf(rule, 1_803);
}, 30_000);

test("a decoy that comes with the dangerous call can't take its page", async () => {
  const rule = await desk.rule({
    cooldownSeconds: 600,
    watchlistId: null,
    networkId: desk.networkId,
    condition: "value < 1000",
  });
  const recorder = record();
  for (let number = 0; number < 50; number += 1) recorder.add(desk.find(rule));
  const together = [{ input: TRANSFER_OWNERSHIP }, { input: "0x8456cb59" }, { to: stranger() }, { from: stranger() }];
  const firsts = together.map((fields) => attack(fields));
  for (const first of firsts) recorder.add(desk.find(rule, first));
  const paged = () =>
    desk.ctx.db.alert.count({
      where: { ruleId: rule.id, txHash: { in: firsts.map(({ hash }) => hash) }, deliveries: { some: {} } },
    });
  await waitFor(async () => (await paged()) === firsts.length, { describe: "each of them pages", timeoutMs: 5_000 });
  expect(await desk.pages(rule)).toBe(1 + firsts.length);
}, 20_000);

test("a flood of made-up senders is one page, and another function among it pages all the same", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  const strange = attack({ from: madeUpSender(77_777), input: TRANSFER_OWNERSHIP });
  for (let number = 0; number < 3_000; number += 1) {
    recorder.add(desk.find(rule, attack({ from: madeUpSender(number) })));
    if (number === 1_500) recorder.add(desk.find(rule, strange));
    if (number % 100 === 0) await new Promise((done) => setTimeout(done, 50));
  }
  await recorder.settled();
  const cover = await coverOf(rule, 3_001);
  expect(cover.senders).toBe(3_001);
  const paged = (await desk.alerts(rule)).filter(({ deliveries }) => deliveries.length > 0);
  expect(paged.map(({ txHash }) => txHash)).toEqual([cover.txHash, strange.hash]);
}, 30_000);

test("first-of-kind pages are limited, and what the limit kept back is said", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  recorder.add(desk.find(rule));
  await recorder.settled();
  const startMs = Date.now();
  // As if spread over time: each lies beyond the hold of the one before.
  for (let number = 0; number < 30; number += 1) {
    const input = `0x${(0x10_00_00_00 + number).toString(16)}`;
    recorder.add(desk.find(rule, attack({ input }), { seenAtMs: startMs + number * 2_100 }));
  }
  await recorder.settled();
  const cover = await coverOf(rule, 31);
  expect(await desk.pages(rule)).toBeLessThanOrEqual(12);
  expect(await desk.pages(rule)).toBeGreaterThanOrEqual(11);
  await waitFor(
    async () => {
      const events = await desk.ctx.db.alertEvent.findMany({ where: { alertId: cover.id, kind: "repeated" } });
      const kept = events.map(({ data }) =>
        Number((data as { firstOfKindNotPaged?: number }).firstOfKindNotPaged ?? 0),
      );
      return kept.reduce((sum, count) => sum + count, 0) + (await desk.pages(rule)) === 31;
    },
    { describe: "the rest is said" },
  );
}, 20_000);

test("what a window has seen before a restart is not the first of its kind after it", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const [known, unknown] = [stranger(), stranger()];
  const before = record();
  before.add(desk.find(rule));
  await before.settled();
  before.add(desk.find(rule, attack({ from: known })));
  await before.settled();
  expect(await desk.pages(rule)).toBe(2);
  const after = record();
  after.add(desk.find(rule, attack({ from: known })));
  await after.settled();
  after.add(desk.find(rule, attack({ from: known })));
  await after.settled();
  expect(await desk.pages(rule)).toBe(2);
  const again = record();
  again.add(desk.find(rule, attack({ from: unknown })));
  await again.settled();
  expect(await desk.pages(rule)).toBe(3);
});

test("a rule without a cooldown pages each time, until it is a flood", async () => {
  const rule = await desk.rule();
  const recorder = record();
  for (let number = 0; number < 40; number += 1) recorder.add(desk.find(rule, attack({ from: madeUpSender(number) })));
  await recorder.settled();
  expect(await desk.pages(rule)).toBe(40);
  const nowMs = Date.now();
  for (let number = 0; number < 5_000; number += 1) recorder.add(desk.find(rule));
  await recorder.settled();
  await waitFor(() => recorder.status().waiting === 0);
  // One more sender in all of it.
  expect(await desk.pages(rule)).toBe(100);
  expect(await desk.ctx.db.alert.count({ where: { ruleId: rule.id } })).toBe(300);
  const asked = { ruleId: rule.id, occurrences: { gt: 1 } };
  const folded = () => desk.ctx.db.alert.findMany({ where: asked });
  await waitFor(async () => (await folded())[0]?.occurrences === 4_941, { describe: "all are counted" });
  expect(await folded()).toHaveLength(1);
  // Calm for ten seconds.
  recorder.add(desk.find(rule, attack(), { seenAtMs: nowMs + 25_000 }));
  await recorder.settled();
  expect(await desk.pages(rule)).toBe(101);
}, 30_000);

test("what can't be evaluated pages once an hour, also across a restart, and covers nothing that is certain", async () => {
  const rule = await desk.rule();
  const doubtful = () => {
    const found = desk.find(rule, attack({ from: stranger() }));
    return { ...found, match: { ...found.match, uncertain: "args.to: the calldata ends too early" } };
  };
  for (let round = 0; round < 2; round += 1) {
    const recorder = record();
    for (let number = 0; number < 5; number += 1) recorder.add(doubtful());
    await recorder.settled();
    expect(await desk.pages(rule)).toBe(1);
  }
  const [first, second] = await desk.alerts(rule);
  expect(first?.description).toContain("Could not be evaluated, shown to be safe: args.to");
  expect(second?.events.find(({ kind }) => kind === "not_notified")?.data).toMatchObject({ reason: "uncertain" });
  const recorder = record();
  recorder.add(desk.find(rule));
  await recorder.settled();
  expect(await desk.pages(rule)).toBe(2);
  await desk.ctx.db.alert.updateMany({
    where: { ruleId: rule.id },
    data: { detectedAt: new Date(Date.now() - 3_601_000) },
  });
  const later = record();
  later.add(doubtful());
  await later.settled();
  expect(await desk.pages(rule)).toBe(3);
});

test("a threshold makes one alert of N matches of a sender, and counts anew", async () => {
  const rule = await desk.rule({ threshold: { count: 5, windowSeconds: 60, groupBy: "sender" } });
  const recorder = record();
  const [one, other] = [stranger(), stranger()];
  const first = Array.from({ length: 4 }, () => desk.find(rule, attack({ from: one })));
  for (const found of [...first, ...first]) recorder.add(found);
  for (let number = 0; number < 4; number += 1) recorder.add(desk.find(rule, attack({ from: other })));
  await recorder.settled();
  expect(await desk.alerts(rule)).toHaveLength(0);
  // Hits of before the window count no more.
  await desk.ctx.db.thresholdHit.updateMany({
    where: { fromAddress: other },
    data: { at: new Date(Date.now() - 61_000) },
  });
  recorder.add(desk.find(rule, attack({ from: other })));
  const fifth = desk.find(rule, attack({ from: one }));
  recorder.add(fifth);
  await recorder.settled();
  const [alert, ...more] = await desk.alerts(rule);
  expect(more).toEqual([]);
  expect(alert).toMatchObject({ occurrences: 5, senders: 1, txHash: fifth.transaction.hash });
  expect(alert?.description).toContain("5 within 60 s from the same sender");
  // The hits are consumed, also for the same transactions seen again.
  const again = record();
  for (const found of [...first, fifth]) again.add(found);
  await again.settled();
  expect(await desk.alerts(rule)).toHaveLength(1);
});

test("a match that hangs on a simulation waits for it shortly, and is decided by it", async () => {
  const rule = await desk.rule({ condition: 'outcome == "would_succeed"' });
  const recorder = record({
    resolveOutcome: async ({ transaction }) => {
      if (transaction.value === "0x3") return new Promise(() => undefined);
      const kind = transaction.value === "0x1" ? "would_succeed" : "would_revert";
      return { kind, reason: null, blockNumber: 1 };
    },
  });
  const [succeeds, reverts, unknown] = ["0x1", "0x2", "0x3"].map((value) => desk.find(rule, attack({ value })));
  expect(succeeds?.match.needsOutcome).toBe(true);
  for (const found of [succeeds, reverts, unknown]) if (found) recorder.add(found);
  await recorder.settled();
  const alerts = await desk.alerts(rule);
  const byHash = new Map(alerts.map((alert) => [alert.txHash, alert]));
  expect(alerts).toHaveLength(2);
  expect(byHash.get(succeeds?.transaction.hash ?? "")).toMatchObject({
    uncertain: null,
    outcome: { kind: "would_succeed" },
  });
  expect(byHash.get(unknown?.transaction.hash ?? "")).toMatchObject({ uncertain: expect.any(String), outcome: null });
});
