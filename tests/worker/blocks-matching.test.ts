import { id } from "ethers";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import type { RuleSource } from "~/domain/rules/rule-source";
import type { Context } from "~/platform/context.server";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { createBlockMatcher } from "../../worker/blocks/create-block-matcher";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { matchMined } from "../../worker/matcher/match-mined";
import { wantsReceipts } from "../../worker/matcher/wants-receipts";
import type { FoundMatch } from "../../worker/recorder/found-match";
import { type Anvil, startAnvil } from "../support/anvil";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { readBlocks } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const GAS = "0x30d40";
/** Logs `Ping()` and an empty LOG0 when called with calldata that is no longer than four bytes, and reverts otherwise. */
const RUNTIME = `60043611603557${`7f${id("Ping()").slice(2)}`}60006000a160006000a000${"00".repeat(3)}5b60006000fd`;
const PAUSE = "0x8456cb59";

let database: TestDatabase;
let ctx: Context;
let anvil: Anvil;
let networkId: string;
let account: string;
let target: string;
let found: FoundMatch[];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
beforeEach(async () => {
  anvil = await startAnvil({ noMining: true });
  networkId = (await seedNetwork(ctx)).id;
  [account = ""] = await anvil.rpc<string[]>("eth_accounts");
  target = `0x${"7a".repeat(20)}`;
  await anvil.rpc("anvil_setCode", [target, `0x${RUNTIME}`]);
  found = [];
});
afterEach(async () => {
  await anvil.stop();
  await ctx.db.network.deleteMany();
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

function rule(values: Partial<RuleSource>): RuleSource {
  return {
    id: "rule",
    version: 1,
    name: "Rule",
    severity: "high",
    networkId,
    network: "anvil",
    stage: "confirmed",
    trigger: "call",
    side: "target",
    watchlistId: null,
    contractName: null,
    addresses: [target],
    contracts: new Map(),
    signature: "pause()",
    event: null,
    condition: null,
    abi: null,
    cooldownSeconds: 0,
    threshold: null,
    channels: [],
    ...values,
  };
}

async function match(...rules: RuleSource[]) {
  const index = buildRuleIndex(rules, { lists: new Map() });
  expect(index.rejected).toEqual([]);
  const matcher = createBlockMatcher({
    networkId,
    log: pino({ level: "silent" }),
    index: () => index,
    leaseToken: () => 7n,
    firstSeen: () => [],
    matchMined,
    wantsReceipts,
    recorder: { add: (one) => found.push(one), settled: async () => undefined },
  });
  const reading = await readBlocks(ctx, { networkId, urls: [anvil.wsUrl], consumers: [matcher] });
  await untilReadTo(0);
  return reading;
}
const send = (fields: Record<string, unknown> = {}) =>
  anvil.rpc<string>("eth_sendTransaction", [{ from: account, gas: GAS, to: target, data: PAUSE, ...fields }]);
async function untilReadTo(number: number): Promise<void> {
  await waitFor(async () => {
    const row = await ctx.db.checkpoint.findUnique({ where: { networkId } });
    const open = await ctx.db.blockBackfill.count({ where: { finishedAt: null } });
    return Number(row?.blockNumber ?? -1) === number && open === 0;
  });
}

test("failed transactions are told from successful ones", async () => {
  const failing = rule({ id: "failing", condition: "status == Failure" });
  await using _ = await match(failing, rule({ id: "fine", condition: "status == Success" }));
  const [fails, works] = [await send({ data: `${PAUSE}00` }), await send()];
  await anvil.rpc("evm_mine");
  await untilReadTo(1);
  expect(
    found.map(
      ({
        match: {
          rule: { id },
        },
        transaction: { hash },
      }) => [id, hash],
    ),
  ).toEqual([
    ["failing", fails],
    ["fine", works],
  ]);
  const [block] = [await anvil.rpc<{ hash: string }>("eth_getBlockByNumber", ["0x1", false])];
  expect(found[1]).toMatchObject({
    detection: "mined",
    leaseToken: 7n,
    firstSeen: [],
    mined: { blockNumber: 1n, blockHash: block.hash, transactionIndex: 1, status: "Success" },
  });
});

test("events are matched by their logs, beside logs without topics", async () => {
  await using _ = await match(rule({ id: "ping", trigger: "event", signature: null, event: "Ping()" }));
  const [works] = [await send(), await send({ data: `${PAUSE}00` })];
  await anvil.rpc("evm_mine");
  await untilReadTo(1);
  expect(found).toMatchObject([
    { transaction: { hash: works }, match: { rule: { id: "ping" }, log: { address: target, topics: [id("Ping()")] } } },
  ]);
});

test("a rule of pending ones is met in blocks without receipts being asked for, and after an outage as back-filled", async () => {
  const pending = rule({ id: "pending", stage: "pending" });
  {
    await using _ = await match(pending);
    await send();
    await anvil.rpc("evm_mine");
    await untilReadTo(1);
  }
  for (let i = 0; i < 5; i++) {
    await send();
    await anvil.rpc("evm_mine");
  }
  await using _ = await readAgain(pending);
  await untilReadTo(6);
  expect(found.map(({ detection, mined }) => [detection, Number(mined?.blockNumber)]).toSorted(byBlock)).toEqual([
    ["mined", 1],
    ["backfilled", 2],
    ["backfilled", 3],
    ["backfilled", 4],
    ["backfilled", 5],
    ["mined", 6],
  ]);
  expect(found.every(({ mined }) => mined?.status === null)).toBe(true);
});

const byBlock = (a: unknown[], b: unknown[]) => Number(a[1]) - Number(b[1]);

async function readAgain(...rules: RuleSource[]) {
  const index = buildRuleIndex(rules, { lists: new Map() });
  const matcher = createBlockMatcher({
    networkId,
    log: pino({ level: "silent" }),
    index: () => index,
    leaseToken: () => 8n,
    firstSeen: () => [],
    matchMined,
    wantsReceipts,
    recorder: { add: (one) => found.push(one), settled: async () => undefined },
  });
  return readBlocks(ctx, { networkId, urls: [anvil.wsUrl], consumers: [matcher] });
}
