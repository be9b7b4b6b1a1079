import { afterAll, beforeAll, expect, test } from "vitest";

import type { AlertChange } from "~/domain/alerts/alert-change";
import { getAlert } from "~/domain/alerts/get-alert.server";
import { listOpenTransactions } from "~/domain/alerts/list-open-transactions.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { reopenAlerts } from "~/domain/alerts/reopen-alerts.server";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";

const FAST = { endpointId: "00000000-0000-7000-8000-00000000fa57", atMs: 1_000 };
const SLOW = { endpointId: "00000000-0000-7000-8000-00000000510e", atMs: 1_012 };
const BLOCK = { number: 7n, hash: `0x${"b".repeat(64)}` };
const OTHER = `0x${"5".repeat(64)}`;
let database: TestDatabase;
let ctx: Context;
let ids: { ruleId: string; networkId: string };
let channelIds: string[];
let nonce = 0n;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
  const { id: networkId } = await seedNetwork(ctx, { name: "testnet" });
  const { id: ruleId } = await seedRule(ctx, { networkId });
  ids = { ruleId, networkId };
  channelIds = [(await seedChannel(ctx)).id, (await seedChannel(ctx)).id];
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

/** A pending alert; each of the states is one of a first message, on a channel of its own. */
async function pendingAlert(
  fields: Partial<Prisma.AlertUncheckedCreateInput> = {},
  states: ("queued" | "sending" | "delivered" | "failed")[] = [],
) {
  const alert = await seedAlert(ctx, { ...ids, nonce: nonce++, fromAddress: `0x${"a".repeat(40)}`, ...fields });
  for (const [at, state] of states.entries()) {
    const channelId = channelIds[at] ?? "";
    const data = { id: ctx.newId(), alertId: alert.id, channelId, purpose: "alert.created", state, critical: true };
    await ctx.db.delivery.create({ data });
  }
  return alert;
}

function change(alertId: string, kind: AlertChange["kind"], fields: Partial<AlertChange> = {}): AlertChange {
  const isMined = ["confirmed", "failed", "replaced"].includes(kind);
  const block = isMined ? BLOCK : null;
  return {
    alertId,
    kind,
    atMs: 1_700_000_000_000,
    block,
    hash: null,
    firstSeen: [],
    isTold: true,
    data: {},
    ...fields,
  };
}

const record = (changes: AlertChange[], leaseToken: bigint | null = null) =>
  recordChanges(ctx, { networkId: ids.networkId, changes, leaseToken });
const reread = (id: string) =>
  ctx.db.alert.findUniqueOrThrow({
    where: { id },
    include: { events: { orderBy: { seq: "asc" } }, deliveries: { orderBy: { revision: "asc" } } },
  });
const kinds = async (id: string) => (await reread(id)).events.map(({ kind }) => kind);
const updates = async (id: string) =>
  (await reread(id)).deliveries.filter(({ purpose }) => purpose === "alert.updated");
const openIds = async () => {
  const open = await listOpenTransactions(ctx, { networkId: ids.networkId });
  return open.map(({ alertId }) => alertId);
};

test("a confirmed alert knows its block and who showed it when, and is open no longer", async () => {
  const { id, txHash } = await pendingAlert();
  expect(await openIds()).toContain(id);
  await record([change(id, "confirmed", { hash: txHash, firstSeen: [FAST, SLOW] })]);
  expect(await reread(id)).toMatchObject({
    txStatus: "confirmed",
    blockNumber: 7n,
    confirmedAt: new Date(1_700_000_000_000),
    replacedByHash: null,
    firstSeen: [FAST, SLOW],
    events: [{ kind: "created" }, { kind: "confirmed", data: { blockNumber: 7, hash: txHash } }],
  });
  expect(await openIds()).not.toContain(id);
});

test("a speed-up is followed: the hash is the new one, and its sightings are not taken for the alert's own", async () => {
  const { id, txHash, firstSeen } = await pendingAlert();
  await record([change(id, "sped_up", { hash: OTHER, isTold: false })]);
  await record([change(id, "sped_up", { hash: OTHER, isTold: false })]);
  expect(await reread(id)).toMatchObject({ txStatus: "pending", txHash: OTHER, earlierHashes: [txHash], firstSeen });
  await record([change(id, "failed", { hash: txHash, firstSeen: [FAST] })]);
  expect(await reread(id)).toMatchObject({ txStatus: "failed", txHash, earlierHashes: [OTHER], replacedByHash: null });
  expect(await kinds(id)).toEqual(["created", "sped_up", "failed"]);
});

test("a replacement is flagged while it is pending, named when it is mined, and a cancellation is none", async () => {
  const [other, cancelled] = [await pendingAlert(), await pendingAlert()];
  await record([change(other.id, "replacing", { hash: OTHER }), change(cancelled.id, "cancelling", { hash: OTHER })]);
  expect(await reread(other.id)).toMatchObject({ txStatus: "pending", isReplaced: true, replacedByHash: OTHER });
  await record([
    change(other.id, "replaced", { hash: OTHER, data: { isCancellation: false } }),
    change(cancelled.id, "replaced", { hash: OTHER, data: { isCancellation: true } }),
  ]);
  expect(await getAlert(ctx, other)).toMatchObject({
    txStatus: "replaced",
    status: "dropped",
    isReplaced: true,
    blockNumber: 7,
    confirmedAt: null,
    replacedByHash: OTHER,
  });
  expect(await getAlert(ctx, cancelled)).toMatchObject({ txStatus: "replaced", isReplaced: false });
});

test("the first report of an outcome stands, whatever is reported later", async () => {
  const { id, txHash } = await pendingAlert();
  await record([change(id, "replaced", { hash: OTHER, data: { isCancellation: true } })]);
  await record([change(id, "confirmed", { hash: txHash })]);
  await record([change(id, "dropped")]);
  expect((await reread(id)).txStatus).toBe("replaced");
  expect(await kinds(id)).toEqual(["created", "replaced"]);
});

test("dropped is never certain: it comes back, or is mined after all", async () => {
  const { id, txHash } = await pendingAlert();
  await record([change(id, "dropped")]);
  await record([change(id, "dropped")]);
  expect((await reread(id)).txStatus).toBe("dropped");
  expect(await openIds()).toContain(id);
  await record([change(id, "reopened")]);
  await record([change(id, "reopened")]);
  expect((await reread(id)).txStatus).toBe("pending");
  await record([change(id, "dropped")]);
  await record([change(id, "confirmed", { hash: txHash })]);
  expect(await kinds(id)).toEqual(["created", "dropped", "reopened", "dropped", "confirmed"]);
});

test("what a reorganised block had settled is open again, of that block alone, and is settled anew", async () => {
  const [one, other] = [await pendingAlert(), await pendingAlert()];
  const branch = { number: 7n, hash: `0x${"c".repeat(64)}` };
  await record([change(one.id, "confirmed", { hash: one.txHash, block: { number: 9n, hash: BLOCK.hash } })]);
  await record([change(other.id, "confirmed", { hash: other.txHash, block: branch })]);
  const orphaned = { networkId: ids.networkId, blocks: [{ number: 9n, hash: BLOCK.hash }], leaseToken: null };
  expect(await reopenAlerts(ctx, orphaned)).toEqual([one.id]);
  expect(await reopenAlerts(ctx, orphaned)).toEqual([]);
  expect(await reread(one.id)).toMatchObject({ txStatus: "pending", blockHash: null, confirmedAt: null });
  expect((await reread(other.id)).txStatus).toBe("confirmed");
  await record([change(one.id, "failed", { hash: one.txHash, block: branch })]);
  expect(await kinds(one.id)).toEqual(["created", "confirmed", "reorganised", "failed"]);
});

test("channels that were told are told of the change, each with the next revision; those still to be told are not", async () => {
  const { id, txHash } = await pendingAlert({}, ["delivered", "queued"]);
  await record([change(id, "sped_up", { hash: OTHER, isTold: false })]);
  await record([change(id, "replacing", { hash: txHash })]);
  await record([change(id, "replaced", { hash: txHash, data: { isCancellation: true } })]);
  expect(await updates(id)).toMatchObject([
    { channelId: channelIds[0], revision: 1, change: "replacing", state: "queued", critical: true },
    { channelId: channelIds[0], revision: 2, change: "cancelled" },
  ]);
  const unsent = await pendingAlert({}, ["failed", "sending"]);
  await record([change(unsent.id, "dropped")]);
  expect(await updates(unsent.id)).toMatchObject([{ channelId: channelIds[1], change: "dropped" }]);
});

test("a first message that is taken up while the change is written shows it, or is updated", async () => {
  const { id, txHash } = await pendingAlert({}, ["queued"]);
  const client = await ctx.sql.connect();
  try {
    await client.query("BEGIN");
    await client.query("UPDATE deliveries SET state = 'sending' WHERE alert_id = $1", [id]);
    const recorded = record([change(id, "confirmed", { hash: txHash })]);
    // The claim commits only after the change's snapshot was taken.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.query("COMMIT");
    await recorded;
  } finally {
    client.release();
  }
  expect(await updates(id)).toMatchObject([{ change: "confirmed" }]);
});

test("whoever lost the lease writes nothing", async () => {
  const { id, txHash } = await pendingAlert();
  const lease = { networkId: ids.networkId, holder: "me", token: 5n, expiresAt: new Date(Date.now() + 60_000) };
  await ctx.db.networkLease.create({ data: lease });
  expect(await record([change(id, "confirmed", { hash: txHash })], 4n)).toEqual([]);
  expect((await reread(id)).txStatus).toBe("pending");
  expect(await record([change(id, "confirmed", { hash: txHash })], 5n)).toEqual([id]);
});
