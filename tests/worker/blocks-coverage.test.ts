import { Interface } from "ethers";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { addCoverage } from "~/domain/coverage/add-coverage.server";
import { getCoverage } from "~/domain/coverage/get-coverage.server";
import { listWatchedAddresses } from "~/domain/coverage/list-watched-addresses.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type CoverageLedger, createCoverageLedger } from "../../worker/blocks/create-coverage-ledger";
import type { MinedBlock } from "../../worker/blocks/types";
import type { FirstSeen } from "../../worker/listener/types";
import { pendingTransaction } from "../support/fault-node/listen";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { takeLease } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";

const AT_MS = Date.UTC(2030, 0, 31, 12);
const NOW = new Date(AT_MS);
const VAULT = "0x00000000000000000000000000000000000000bb";
const OTHER = "0x00000000000000000000000000000000000000cc";
const multicall = new Interface(["function aggregate3((address target, bool allowFailure, bytes callData)[] calls)"]);

let database: TestDatabase;
let ctx: Context;
let networkId: string;
let entryId: string;
let token: bigint;
let seen: Map<string, FirstSeen[]>;
let ledger: CoverageLedger;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
beforeEach(async () => {
  await ctx.db.watchlistEntry.deleteMany();
  await ctx.db.network.deleteMany();
  networkId = (await seedNetwork(ctx)).id;
  entryId = (await seedWatchlistEntry(ctx, { networkId, address: VAULT })).id;
  token = await takeLease(ctx, networkId);
  seen = new Map();
  const watched = await listWatchedAddresses(ctx, { networkId });
  ledger = createCoverageLedger({
    networkId,
    log: pino({ level: "silent" }),
    watched: () => watched,
    firstSeen: (hash) => seen.get(hash) ?? [],
    add: (counts) => addCoverage(ctx, { networkId, leaseToken: token, counts }),
  });
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

let number = 0;
function block(transactions: RpcTransaction[], fields: Partial<MinedBlock> = {}): MinedBlock {
  number++;
  const hash = `0x${number.toString(16).padStart(64, "0")}`;
  const facts = { number: BigInt(number), hash, parentHash: hash, atMs: AT_MS, arrivedAtMs: AT_MS, receipts: null };
  return { ...facts, transactions, source: "live", ...fields };
}
function sighted(transaction: RpcTransaction, leadMs: number): RpcTransaction {
  seen.set(transaction.hash, [{ endpointId: "e", atMs: AT_MS - leadMs }]);
  return transaction;
}
const coverage = (scopeId: string, days = 30) => getCoverage(ctx, { scopeId, days, now: NOW });

test("mined transactions are counted for the network and for the watched contract, with those seen pending", async () => {
  await ledger.onBlock(
    block([
      sighted(pendingTransaction(1, { to: VAULT }), 12_000),
      sighted(pendingTransaction(2, { to: OTHER }), 1_000),
      pendingTransaction(3, { to: VAULT }),
      pendingTransaction(4, { to: null }),
      sighted(pendingTransaction(5, { to: OTHER }), -50),
    ]),
  );
  await ledger.stop();
  expect(await coverage(networkId)).toMatchObject({ total: { mined: 5, seenPending: 2, share: 0.4 } });
  const { data, total } = await coverage(entryId);
  expect(data).toEqual([{ day: "2030-01-31", ...total }]);
  expect(total).toMatchObject({ mined: 2, seenPending: 1, share: 0.5 });
  expect(Math.abs((total.leadMsMedian ?? 0) - 12_000)).toBeLessThan(3_000);
});

test("a call inside a multicall counts once for the contract it calls", async () => {
  const call = { target: VAULT, allowFailure: false, callData: "0x715018a6" };
  const input = multicall.encodeFunctionData("aggregate3", [[call, call]]);
  await ledger.onBlock(block([sighted(pendingTransaction(10, { to: OTHER, input }), 500)]));
  await ledger.stop();
  expect((await coverage(entryId)).total).toMatchObject({ mined: 1, seenPending: 1 });
});

test("a transaction that a reorganisation moves to another block counts once", async () => {
  const moved = sighted(pendingTransaction(20, { to: VAULT }), 500);
  await ledger.onBlock(block([moved]));
  await ledger.onReorganised([]);
  await ledger.onBlock(block([moved, pendingTransaction(21, { to: VAULT })]));
  await ledger.stop();
  expect((await coverage(entryId)).total).toMatchObject({ mined: 2, seenPending: 1 });
});

test("what is flushed adds up, by day", async () => {
  const yesterday = { atMs: AT_MS - 86_400_000, arrivedAtMs: AT_MS, source: "backfill" as const };
  await ledger.onBlock(block([sighted(pendingTransaction(30, { to: VAULT }), 300)]));
  await ledger.flush();
  await ledger.onBlock(block([sighted(pendingTransaction(31, { to: VAULT }), 60_000)]));
  await ledger.onBlock(block([pendingTransaction(32, { to: VAULT })], yesterday));
  await ledger.stop();
  const { data, total } = await coverage(entryId);
  expect(data.map(({ day, mined, seenPending }) => [day, mined, seenPending])).toEqual([
    ["2030-01-31", 2, 2],
    ["2030-01-30", 1, 0],
  ]);
  expect(total).toMatchObject({ mined: 3, seenPending: 2 });
  expect(total.leadMsP95).toBeGreaterThan(45_000);
  expect((await coverage(entryId, 1)).total.mined).toBe(2);
});

test("with the lease gone nothing is added, and what could not be written is kept", async () => {
  await ledger.onBlock(block([pendingTransaction(40, { to: VAULT })]));
  await takeLease(ctx, networkId);
  await ledger.flush();
  expect((await coverage(entryId)).total.mined).toBe(0);
  let isAway = true;
  const away = createCoverageLedger({
    networkId,
    log: pino({ level: "silent" }),
    watched: () => new Map([[VAULT, entryId]]),
    firstSeen: () => [],
    add: async (counts) => {
      if (isAway) throw new Error("database away");
      await addCoverage(ctx, { networkId, leaseToken: token + 1n, counts });
    },
  });
  await away.onBlock(block([pendingTransaction(41, { to: VAULT })]));
  await expect(away.flush()).rejects.toThrow("database away");
  isAway = false;
  await away.onBlock(block([pendingTransaction(42, { to: VAULT })]));
  await away.stop();
  expect((await coverage(entryId)).total.mined).toBe(2);
});
