import { afterEach, beforeEach, expect, test } from "vitest";

import type { Context } from "~/platform/context.server";
import { createRing } from "../../worker/ring/create-ring";
import { pendingTransaction } from "../support/fault-node/listen";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const NETWORK = "0197a1b2-6b2c-7d3e-8f4a-5b6c7d8e9f0a";

let database: TestDatabase;
let ctx: Context;

beforeEach(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
afterEach(async () => {
  await ctx.close();
  await database.drop();
});

const rows = () => ctx.db.recordedTransaction.findMany({ orderBy: { id: "asc" } });

test("transactions are written within a second or so, with when they were seen and without what nobody needs", async () => {
  const ring = createRing(ctx, { networkId: NETWORK });
  const transaction = { ...pendingTransaction(1), odd: "x".repeat(1_000) };
  const seenAt = new Date(Date.now() - 60_000);
  ring.add(transaction, seenAt.getTime());
  const [row] = await waitFor(async () => ((await rows()).length > 0 ? rows() : null), { describe: "it is written" });
  expect(row).toMatchObject({ networkId: NETWORK, hash: transaction.hash, seenAt });
  expect(row?.body).not.toHaveProperty("odd");
  expect(row?.body).toMatchObject({ input: transaction.input, nonce: transaction.nonce });
  await ring.stop();
});

test("hostile text keeps nothing else from being recorded", async () => {
  const ring = createRing(ctx, { networkId: NETWORK });
  ring.add({ ...pendingTransaction(1), gas: "\u0000\ud800" }, Date.now());
  ring.add({ ...pendingTransaction(2), hash: `\u0000${"x".repeat(65)}` }, Date.now());
  ring.add(pendingTransaction(3), Date.now());
  await ring.stop();
  expect((await rows()).map(({ hash }) => hash)).toEqual([pendingTransaction(1).hash, pendingTransaction(3).hash]);
  expect(ring.status()).toEqual({ waiting: 0, recorded: 2, dropped: 1 });
});

test("a flood is bounded in memory, and what is not recorded is counted", async () => {
  const ring = createRing(ctx, { networkId: NETWORK });
  const large = { ...pendingTransaction(1), input: `0x${"ab".repeat(100_000)}` };
  for (let count = 0; count < 100; count++) ring.add(large, Date.now());
  expect(ring.status().waiting).toBeLessThan(45);
  for (let count = 0; count < 5_000; count++) ring.add(pendingTransaction(count), Date.now());
  expect(ring.status().waiting).toBeLessThanOrEqual(2_000);
  expect(ring.status().waiting + ring.status().dropped).toBe(5_100);
  ring.add({ ...pendingTransaction(1), input: `0x${"ab".repeat(300_000)}` }, Date.now());
  await ring.stop();
});

test("the oldest are forgotten by number, size and age, each network for itself", async () => {
  const old = pendingTransaction(99);
  const other = createRing(ctx, { networkId: ctx.newId() });
  other.add(old, Date.now());
  await other.stop();
  const ring = createRing(ctx, { networkId: NETWORK, maxRows: 10, maxAgeMs: 60_000 });
  ring.add(old, Date.now() - 61_000);
  for (let count = 0; count < 5; count++) ring.add(pendingTransaction(count), Date.now());
  await ring.stop();
  expect(await ctx.db.recordedTransaction.count({ where: { networkId: NETWORK } })).toBe(5);
  const more = createRing(ctx, { networkId: NETWORK, maxRows: 10 });
  for (let count = 10; count < 18; count++) more.add(pendingTransaction(count), Date.now());
  await more.stop();
  const kept = (await rows()).filter(({ networkId }) => networkId === NETWORK);
  expect(kept.map(({ hash }) => hash)).toEqual(
    [3, 4, 10, 11, 12, 13, 14, 15, 16, 17].map((number) => pendingTransaction(number).hash),
  );
  const small = createRing(ctx, { networkId: NETWORK, maxBytes: 2_000 });
  small.add(pendingTransaction(20), Date.now());
  await small.stop();
  const left = await ctx.db.recordedTransaction.count({ where: { networkId: NETWORK } });
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(6);
  expect(await ctx.db.recordedTransaction.count()).toBe(left + 1);
});

test("a database that is away costs the batch, not the worker", async () => {
  const away = createTestContext("postgresql://nobody@127.0.0.1:1/nowhere");
  const ring = createRing(away, { networkId: NETWORK });
  ring.add(pendingTransaction(1), Date.now());
  await waitFor(() => ring.status().dropped === 1, { describe: "the batch is counted as dropped" });
  await ring.stop();
  await away.close();
});
