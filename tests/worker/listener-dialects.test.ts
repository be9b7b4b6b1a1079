import { afterEach, expect, test } from "vitest";

import type { SubscriptionKind } from "../../worker/listener/types";
import { type FaultNode, startFaultNode } from "../support/fault-node";
import type { FaultNodeDialect } from "../support/fault-node/accepts-subscription";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

let node: FaultNode;
afterEach(() => node.stop());

const kinds: [FaultNodeDialect, SubscriptionKind][] = [
  ["geth", "full"],
  ["besu", "full"],
  ["erigon", "full_without_sender"],
  ["hashes", "hashes"],
  ["old_geth", "hashes"],
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
  await waitFor(() => node.subscriptions.pending === 1);
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
