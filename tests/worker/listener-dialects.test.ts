import { afterEach, expect, test } from "vitest";

import { networkModeOf } from "~/domain/networks/network-mode";
import type { SubscriptionKind } from "../../worker/listener/types";
import { startAnvil } from "../support/anvil";
import { type FaultNode, FaultNodeError, startFaultNode } from "../support/fault-node";
import type { FaultNodeDialect } from "../support/fault-node/dialects";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

let node: FaultNode | undefined;
afterEach(async () => {
  await node?.stop();
  node = undefined;
});

const kinds: [FaultNodeDialect, SubscriptionKind][] = [
  ["geth", "full"],
  ["reth", "full"],
  ["nethermind", "full"],
  ["besu", "full"],
  ["erigon", "full_without_sender"],
  ["hashes", "hashes"],
  ["old_geth", "hashes"],
  ["hardhat", "hashes"],
];

test.each(kinds)("a node that speaks like %s delivers whole transactions, known as %s", async (dialect, kind) => {
  node = await startFaultNode({ dialect });
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint().subscriptionKind).toBe("unknown");
  for (let i = 1; i <= 45; i++) node.announce(pendingTransaction(i));
  await waitFor(() => listening.transactions.length === 45);
  expect(listening.hashes()).toEqual(Array.from({ length: 45 }, (_, i) => pendingTransaction(i + 1).hash));
  expect(listening.transactions[0]?.transaction.input).toBe("0x715018a6");
  expect(listening.endpoint()).toMatchObject({ subscriptionKind: kind, received: 45, firstSeen: 45, badFrames: 0 });
  if (kind !== "hashes") return;
  expect(node.batches).toBeGreaterThanOrEqual(3);
  expect(listening.endpoint().lookups).toEqual({ outstanding: 0, found: 45, missing: 0, dropped: 0 });
});

test("a hash whose transaction the node doesn't know yet is asked for again", async () => {
  node = await startFaultNode({ dialect: "hashes" });
  let asked = 0;
  node.answer("eth_getTransactionByHash", () => (++asked < 3 ? null : pendingTransaction(1)));
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.transactions.length === 1);
  expect(asked).toBe(3);
});

test("a node that accepts the subscription and sends nothing is shown as silent while its blocks arrive", async () => {
  node = await startFaultNode({ dialect: "silent" });
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "silent");
  expect(listening.endpoint().reason).toContain("accepted the subscription");
  node.head({ number: 2 });
  await waitFor(() => listening.endpoint().lastHeadNumber === 2);
  expect(listening.endpoint()).toMatchObject({ state: "silent", reconnects: 0 });
  // An L2 without a public mempool: said to be watched by its blocks.
  expect(networkModeOf([listening.endpoint()])).toBe("blocks");
  node.dialect = "geth";
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint().reason).toBeNull();
});

test("a node without pending transactions is watched for its blocks, and asked again later", async () => {
  node = await startFaultNode({ dialect: "heads_only" });
  await using listening = listen([node.url], { reprobeAfterMs: 200 });
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint()).toMatchObject({ subscriptionKind: "heads_only" });
  expect(listening.endpoint().reason).toContain("only blocks");
  node.head({ number: 2 });
  await waitFor(() => listening.heads.some(({ number }) => number === 2n));
  node.dialect = "geth";
  await waitFor(() => node?.subscriptions.pending === 1);
  await waitFor(() => listening.endpoint().subscriptionKind === "unknown");
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.endpoint().subscriptionKind === "full");
});

test("the head is known at once, each head is reported once, and a reorganised height again", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.heads.map(({ number }) => number)).toEqual([1n]);
  node.head({ number: 2 });
  node.head({ number: 2 });
  node.head({ number: 2, hash: `0x${"c".repeat(64)}` });
  await waitFor(() => listening.heads.length === 3);
  expect(listening.heads[1]).toEqual({
    number: 2n,
    hash: `0x${"2".padStart(64, "b")}`,
    parentHash: `0x${"1".padStart(64, "b")}`,
    atMs: 1_700_000_002_000,
  });
});

test("each form of the subscription is tried, fullest first, until one is accepted", async () => {
  const tried = async (dialect: FaultNodeDialect) => {
    const asked: string[] = [];
    const one = await startFaultNode({ dialect });
    one.onCall = (method, params) => {
      if (method === "eth_subscribe" && String(params[0]).startsWith("newPending")) asked.push(JSON.stringify(params));
    };
    await using listening = listen([one.url]);
    await waitFor(() => listening.endpoint().state === "live");
    await one.stop();
    return asked;
  };
  const whole = '["newPendingTransactions",true]';
  const object = '["newPendingTransactions",{"includeTransactions":true}]';
  const withBody = '["newPendingTransactionsWithBody"]';
  const plain = '["newPendingTransactions"]';
  expect(await tried("geth")).toEqual([whole]);
  // Its object would be accepted and bring nothing.
  expect(await tried("reth")).toEqual([whole]);
  expect(await tried("besu")).toEqual([whole, object]);
  expect(await tried("erigon")).toEqual([whole, object, withBody]);
  expect(await tried("hashes")).toEqual([whole, object, withBody, plain]);
  expect(await tried("heads_only")).toEqual([whole, object, withBody, plain]);
});

test.each(["besu", "nethermind"] as const)("what %s's pool let go is handed on", async (dialect) => {
  node = await startFaultNode({ dialect });
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live" && node?.subscriptions.dropped === 1);
  const { hash } = pendingTransaction(7);
  node.dropTransaction(hash.toUpperCase().replace("0X", "0x"));
  node.dropTransaction("nonsense");
  node.announce(pendingTransaction(8));
  await waitFor(() => listening.transactions.length === 1);
  expect(listening.dropped).toEqual([hash]);
  expect(listening.endpoint()).toMatchObject({ state: "live", badFrames: 1 });
});

test("two nodes that number their subscriptions alike are not mixed up", async () => {
  node = await startFaultNode({ dialect: "besu" });
  const other = await startFaultNode({ dialect: "besu" });
  await using listening = listen([node.url, other.url]);
  await waitFor(() => listening.listener.status().endpoints.every(({ state }) => state === "live"));
  node.announce(pendingTransaction(1));
  other.announce(pendingTransaction(2));
  other.head({ number: 2 });
  await waitFor(() => listening.transactions.length === 2 && listening.heads.some(({ number }) => number === 2n));
  expect(listening.transactions.map(({ seen }) => seen.endpointId).sort()).toEqual(["endpoint-0", "endpoint-1"]);
  await other.stop();
});

test("a provider of hashes that limits its rate is asked again, one by one where it takes no batches", async () => {
  node = await startFaultNode({ dialect: "hashes" });
  let asked = 0;
  node.answer("eth_getTransactionByHash", ([hash]) => {
    asked += 1;
    if (asked % 3 !== 0) throw new FaultNodeError(-32005, "daily request count exceeded, request rate limited");
    return pendingTransaction(Number(hash));
  });
  await using listening = listen([node.url], { lookupRetryDelaysMs: [10, 20, 30, 40, 50, 60] });
  await waitFor(() => listening.endpoint().state === "live");
  for (let i = 1; i <= 30; i++) node.announce(pendingTransaction(i));
  await waitFor(() => listening.endpoint().lookups.outstanding === 0 && listening.endpoint().received === 30);
  expect(listening.endpoint()).toMatchObject({ state: "live", subscriptionKind: "hashes", reconnects: 0 });
  expect(listening.transactions.length + listening.endpoint().lookups.missing).toBe(30);
  expect(listening.transactions.length).toBeGreaterThanOrEqual(25);
});

test("anvil, a real node, gives whole transactions, its heads, and answers", async () => {
  const anvil = await startAnvil({ noMining: true });
  try {
    await using listening = listen([anvil.wsUrl], {}, 31_337);
    await waitFor(() => listening.endpoint().state === "live");
    const [from, to] = await anvil.rpc<string[]>("eth_accounts");
    const hash = await anvil.rpc<string>("eth_sendTransaction", [{ from, to, value: "0x1", data: "0x715018a6" }]);
    await waitFor(() => listening.transactions.length === 1);
    expect(listening.transactions[0]?.transaction).toMatchObject({ hash, from, to, input: "0x715018a6", value: "0x1" });
    await anvil.rpc("evm_mine");
    await waitFor(() => listening.heads.some(({ number }) => number === 1n));
    expect(listening.endpoint()).toMatchObject({ state: "live", subscriptionKind: "full", badFrames: 0 });
    await expect(listening.listener.request("eth_getTransactionCount", [from, "latest"])).resolves.toBe("0x1");
    // It takes an unknown method for wrong parameters.
    await expect(listening.listener.request("eth_noSuchMethod", [])).rejects.toMatchObject({ code: -32602 });
    expect(listening.listener.supports("eth_noSuchMethod")).toBe(false);
  } finally {
    await anvil.stop();
  }
});
