import { afterAll, beforeAll, expect, test } from "vitest";

import { listOpenTransactions } from "~/domain/alerts/list-open-transactions.server";
import { type AlertOutcome, recordOutcomes } from "~/domain/alerts/record-outcomes.server";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

const FAST = { endpointId: "00000000-0000-7000-8000-00000000fa57", atMs: 1_000 };
const SLOW = { endpointId: "00000000-0000-7000-8000-00000000510e", atMs: 1_012 };
let database: TestDatabase;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await database?.drop();
});

async function pendingAlert() {
  const { alertId } = await recordAlert(pipeline, await pipeline.rule());
  return pipeline.ctx.db.alert.findUniqueOrThrow({ where: { id: alertId } });
}

function outcome(alertId: string, minedHash: string, fields: Partial<AlertOutcome> = {}): AlertOutcome {
  const block = { blockNumber: 7n, blockHash: `0x${"b".repeat(64)}`, atMs: 1_700_000_000_000 };
  return { alertId, kind: "confirmed", minedHash, isCancellation: false, firstSeen: [FAST, SLOW], ...block, ...fields };
}

const reread = (id: string) =>
  pipeline.ctx.db.alert.findUniqueOrThrow({ where: { id }, include: { events: { orderBy: { seq: "asc" } } } });

test("a confirmed alert knows its block and who showed it when, and is open no longer", async () => {
  const { id, txHash, networkId } = await pendingAlert();
  await recordOutcomes(pipeline.ctx, [outcome(id, txHash)]);
  expect(await reread(id)).toMatchObject({
    txStatus: "confirmed",
    blockNumber: 7n,
    confirmedAt: new Date(1_700_000_000_000),
    replacedByHash: null,
    firstSeen: [FAST, SLOW],
    events: [{ kind: "created" }, { kind: "confirmed", data: { blockNumber: 7, hash: txHash } }],
  });
  const open = await listOpenTransactions(pipeline.ctx, { networkId });
  expect(open.map(({ alertId }) => alertId)).not.toContain(id);
});

test("a speed-up is named, and its sightings are not taken for the alert's own", async () => {
  const { id, firstSeen } = await pendingAlert();
  const other = `0x${"5".repeat(64)}`;
  await recordOutcomes(pipeline.ctx, [outcome(id, other, { kind: "failed" })]);
  expect(await reread(id)).toMatchObject({ txStatus: "failed", replacedByHash: other, firstSeen });
});

test("the first report of an outcome stands, whatever is reported later", async () => {
  const { id, txHash } = await pendingAlert();
  await recordOutcomes(pipeline.ctx, [outcome(id, `0x${"c".repeat(64)}`, { kind: "replaced", isCancellation: true })]);
  await recordOutcomes(pipeline.ctx, [outcome(id, txHash)]);
  const { txStatus, confirmedAt, events } = await reread(id);
  expect({ txStatus, confirmedAt }).toEqual({ txStatus: "replaced", confirmedAt: null });
  expect(events.map(({ kind }) => kind)).toEqual(["created", "replaced"]);
});
