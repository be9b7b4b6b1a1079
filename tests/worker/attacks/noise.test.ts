import { Interface } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { FoundMatch } from "../../../worker/recorder/found-match";
import { createRecorder, type Recorder } from "../../../worker/recorder/recorder";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { waitFor } from "../../support/wait-for";
import { attack, openRecorderDesk, type RecorderDesk } from "../recorder-desk";

const abi = new Interface(["function multicall(bytes[])"]);
const multicall = (...calls: string[]) => abi.encodeFunctionData("multicall", [calls]);
const HARMLESS = "0x11111111";
const UPGRADE = `0x3659cfe6${"66".padStart(64, "0")}`;
const madeUp = (number: number) => `0x${(0x10_00_00_00 + number).toString(16)}`;

let database: TestDatabase;
let desk: RecorderDesk;
const recorders: Recorder[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  desk = await openRecorderDesk(database.url, { ALERT_MAX_COVERED_ROWS: "50" });
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

type Rule = Awaited<ReturnType<RecorderDesk["rule"]>>;

/** The rule's alert of a transaction, once it has a delivery: within 5 s of now. */
function untilPaged({ id: ruleId }: Rule, hash: string) {
  const where = { ruleId, txHash: hash, deliveries: { some: {} } };
  const find = () => desk.ctx.db.alert.findFirst({ where, include: { events: true } });
  return waitFor(find, { timeoutMs: 5_000, describe: "the dangerous one pages" });
}

function minedAt(number: bigint, status: "Success" | "Failure" = "Success"): Partial<FoundMatch> {
  const receipt = { status, gasUsed: 1n, effectiveGasPrice: 1n };
  const block = { blockNumber: number, blockHash: `0x${"0b".repeat(32)}`, blockAtMs: Date.now(), transactionIndex: 0 };
  return { detection: "mined", mined: { ...block, ...receipt } };
}

test("a flood of made-up functions does not hide a dangerous one", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  for (let number = 0; number < 1_200; number += 1) {
    recorder.add(desk.find(rule, attack({ input: madeUp(number) })));
    if (number % 100 === 0) await new Promise((done) => setImmediate(done));
  }
  await recorder.settled();
  const dangerous = attack({ input: UPGRADE });
  recorder.add(desk.find(rule, dangerous));
  expect(await untilPaged(rule, dangerous.hash)).toMatchObject({ title: "Vault is being upgraded to 0x0000…0066" });
});

test("made-up functions that use up the pages of a quiet time leave those of dangerous ones", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  const startMs = Date.now();
  const at = (number: number) => ({ seenAtMs: startMs + number * 2_100 });
  recorder.add(desk.find(rule, attack(), at(0)));
  await recorder.settled();
  // As if spread over time: each lies beyond the hold of the one before.
  for (let number = 1; number <= 20; number += 1) {
    recorder.add(desk.find(rule, attack({ input: madeUp(number) }), at(number)));
  }
  const dangerous = attack({ input: UPGRADE });
  recorder.add(desk.find(rule, dangerous, at(21)));
  await untilPaged(rule, dangerous.hash);
  expect(await desk.pages(rule)).toBeLessThanOrEqual(13);
});

test("a harmless call in front of a batch hides no dangerous one, neither in the title nor from the page", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  recorder.add(desk.find(rule, attack({ input: multicall(HARMLESS) })));
  await recorder.settled();
  const dangerous = attack({ input: multicall(HARMLESS, UPGRADE, "0x8456cb59") });
  recorder.add(desk.find(rule, dangerous));
  const { title, description } = await untilPaged(rule, dangerous.hash);
  expect(title).toBe("Vault is being upgraded to 0x0000…0066");
  expect(description).toContain("3 more of its calls match the same rule, among them pause of Vault");
});

test("of two dangerous calls the one that is new pages, also when the other is told of first", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  recorder.add(desk.find(rule, attack({ input: multicall(UPGRADE) })));
  await recorder.settled();
  const dangerous = attack({ input: multicall(UPGRADE, `0xf2fde38b${"66".padStart(64, "0")}`) });
  recorder.add(desk.find(rule, dangerous));
  expect((await untilPaged(rule, dangerous.hash)).description).toContain("among them transferOwnership of Vault");
});

test("a dangerous transaction with the nonce of a covered harmless one pages, and takes its alert over", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  recorder.add(desk.find(rule, attack({ input: HARMLESS })));
  await recorder.settled();
  const harmless = attack({ input: HARMLESS });
  recorder.add(desk.find(rule, harmless));
  await recorder.settled();
  const dangerous = { ...attack({ input: UPGRADE }), nonce: harmless.nonce };
  recorder.add(desk.find(rule, dangerous));
  const paged = await untilPaged(rule, dangerous.hash);
  expect(paged).toMatchObject({ title: "Vault is being upgraded to 0x0000…0066", isReplaced: true, input: UPGRADE });
  expect(await desk.alerts(rule)).toHaveLength(2);
  recorder.add(desk.find(rule, dangerous, minedAt(1n)));
  await recorder.settled();
  expect(await desk.pages(rule)).toBe(2);
});

test("what could not be evaluated and was covered pages once a block shows that it matches", async () => {
  const rule = await desk.rule({ cooldownSeconds: 0, condition: "outcome == would_succeed" });
  const recorder = record();
  recorder.add(desk.find(rule));
  await recorder.settled();
  const [covered, failing] = [attack(), attack()];
  for (const one of [covered, failing]) recorder.add(desk.find(rule, one));
  await recorder.settled();
  expect(await desk.pages(rule)).toBe(1);
  recorder.add(desk.find(rule, covered, minedAt(2n)));
  expect(await untilPaged(rule, covered.hash)).toMatchObject({
    uncertain: null,
    coveredById: null,
    txStatus: "confirmed",
  });
  expect(() => desk.find(rule, failing, minedAt(2n, "Failure"))).toThrow("the rule does not match");
  expect(await desk.pages(rule)).toBe(2);
});

test.each<[string, SimulatedOutcome, number]>([
  ["nobody can tell, is kept", { kind: "unknown", reason: "too many transactions wait", blockNumber: null }, 1],
  ["says that it reverts, is left out", { kind: "would_revert", reason: null, blockNumber: 1 }, 0],
])("a match that hangs on an outcome which %s", async (_, outcome, count) => {
  const rule = await desk.rule({ condition: "outcome == would_succeed" });
  const recorder = record({ resolveOutcome: async () => outcome });
  recorder.add(desk.find(rule));
  await recorder.settled();
  expect(await desk.alerts(rule)).toHaveLength(count);
});

test("a flood that is mined afterwards is counted once", async () => {
  const rule = await desk.rule({ cooldownSeconds: 600 });
  const recorder = record();
  const flood = Array.from({ length: 300 }, () => attack());
  for (const transaction of flood) recorder.add(desk.find(rule, transaction));
  await recorder.settled();
  for (const transaction of flood) recorder.add(desk.find(rule, transaction, minedAt(3n)));
  recorder.add(desk.find(rule, attack()));
  await recorder.settled();
  const [cover] =
    (await waitFor(async () => {
      const alerts = await desk.alerts(rule);
      return (alerts[0]?.occurrences ?? 0) > 300 && alerts;
    })) || [];
  expect(cover?.occurrences).toBe(301);
  expect(await desk.alerts(rule)).toHaveLength(51);
});
