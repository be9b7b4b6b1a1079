import { setTimeout as pause } from "node:timers/promises";

import { afterEach, expect, test } from "vitest";

import { defaultTuning } from "../../worker/listener/default-tuning";
import { type FaultNode, startFaultNode } from "../support/fault-node";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

const nodes: FaultNode[] = [];
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

async function startNode(options: Parameters<typeof startFaultNode>[0] = {}): Promise<FaultNode> {
  const node = await startFaultNode(options);
  nodes.push(node);
  return node;
}

test("a node that repeats everything is heard once", async () => {
  const node = await startNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  for (let round = 0; round < 5; round++) {
    for (let i = 1; i <= 100; i++) node.announce(pendingTransaction(i));
    node.head({ number: 2 });
  }
  await waitFor(() => listening.endpoint().received === 500);
  expect(listening.transactions).toHaveLength(100);
  expect(listening.endpoint()).toMatchObject({ firstSeen: 100, badFrames: 0, state: "live" });
  expect(listening.heads.map(({ number }) => number)).toEqual([1n, 2n]);
});

test("answers in another order than the questions find their transactions", async () => {
  const node = await startNode({ dialect: "hashes" });
  node.reply = (answer) => (Array.isArray(answer) ? answer.toReversed() : answer);
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  for (let i = 1; i <= 200; i++) node.announce(pendingTransaction(i));
  await waitFor(() => listening.transactions.length === 200);
  expect(new Set(listening.hashes()).size).toBe(200);
  expect(listening.endpoint().lookups).toEqual({ outstanding: 0, found: 200, missing: 0, dropped: 0 });
});

test("what overtakes the answer to its own subscription is not lost", async () => {
  const node = await startNode();
  let next = 1;
  node.reply = (answer) => {
    node.announce(pendingTransaction(next++));
    node.head({ number: next });
    return answer;
  };
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  node.reply = null;
  await waitFor(() => listening.transactions.length > 0);
  // Of what was announced since there was a subscription, the answers to which came later.
  expect(listening.hashes()).toEqual(listening.hashes().toSorted());
  expect(listening.hashes().at(-1)).toBe(pendingTransaction(next - 1).hash);
  expect(listening.endpoint().badFrames).toBe(0);
});

test("answers with ids of nobody's are bad frames, and the questions fail in time", async () => {
  const node = await startNode();
  await using listening = listen([node.url], { requestTimeoutMs: 200, staleUntilKnownMs: 60_000 });
  await waitFor(() => listening.endpoint().state === "live");
  await waitFor(() => node.requests.get("eth_subscribe") === 3);
  const { badFrames } = listening.endpoint();
  node.reply = (answer) => ({ ...answer, id: 999_999 });
  await expect(listening.listener.request("eth_blockNumber", [])).rejects.toMatchObject({ code: "unavailable" });
  expect(listening.endpoint()).toMatchObject({ state: "live", badFrames: badFrames + 1 });
  node.reply = (answer) => ({ ...answer, id: "id" in answer ? String(answer.id) : null });
  await expect(listening.listener.request("eth_blockNumber", [])).resolves.toBe("0x1");
  node.reply = (answer) => ({ ...answer, id: 999_999 });
  node.dropConnections();
  await waitFor(() => listening.endpoint().reason === "no answer to eth_chainId within 200 ms");
  node.reply = null;
  await waitFor(() => listening.endpoint().state === "live");
});

test("a frame above the limit ends the connection with its reason, and the gap is on record", async () => {
  const node = await startNode();
  await using listening = listen([node.url], { maxPayloadBytes: 64 * 1024 });
  await waitFor(() => listening.endpoint().state === "live");
  node.announce(pendingTransaction(1, { input: `0x${"00".repeat(20_000)}` }));
  await waitFor(() => listening.transactions.length === 1);
  node.announce(pendingTransaction(2, { input: `0x${"00".repeat(40_000)}` }));
  await waitFor(() => listening.gaps.length === 2);
  expect(listening.gaps[0]?.reason).toMatch(/max payload size exceeded/i);
  expect(listening.gaps[1]?.toMs).not.toBeNull();
  node.announce(pendingTransaction(3));
  await waitFor(() => listening.transactions.length === 2);
});

test("a node whose address leads to another chain after a cut is quarantined, and the gap stays open", async () => {
  const node = await startNode();
  await using listening = listen([node.url], { quarantineRetryMs: 60_000 });
  await waitFor(() => listening.endpoint().state === "live");
  node.chainId = 5;
  node.dropConnections();
  await waitFor(() => listening.endpoint().state === "quarantined");
  node.announce(pendingTransaction(1));
  await pause(100);
  expect(listening.transactions).toEqual([]);
  expect(listening.gaps.map(({ toMs }) => toMs)).toEqual([null]);
});

test("hashes whose look-ups all give null are given up, within bounds and counted, and nothing else suffers", async () => {
  const node = await startNode({ dialect: "hashes" });
  node.answer("eth_getTransactionByHash", ([hash]) => {
    return hash === pendingTransaction(999_999).hash ? pendingTransaction(999_999) : null;
  });
  await using listening = listen([node.url], { lookupMaxOutstanding: 500 });
  await waitFor(() => listening.endpoint().state === "live");
  let most = 0;
  for (let i = 1; i <= 20_000; i++) {
    node.announce(pendingTransaction(i));
    if (i % 500 === 0) await pause(1);
    most = Math.max(most, listening.endpoint().lookups.outstanding);
  }
  await waitFor(() => listening.endpoint().received === 20_000 && listening.endpoint().lookups.outstanding === 0);
  await waitFor(() => listening.changes.some(({ state }) => state === "silent"));
  const { found, missing, dropped } = listening.endpoint().lookups;
  expect(found).toBe(0);
  expect(missing + dropped).toBe(20_000);
  expect(most).toBeLessThanOrEqual(500);
  node.announce(pendingTransaction(999_999));
  await waitFor(() => listening.transactions.length === 1);
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint().reconnects).toBe(0);
});

test("subscriptions that nobody made and deeply nested JSON are bad frames that cost nothing else", async () => {
  const node = await startNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  await waitFor(() => node.requests.get("eth_subscribe") === 3);
  for (let i = 0; i < 2_000; i++) {
    const params = { subscription: `0x${i}f00`, result: pendingTransaction(i) };
    node.sendRaw(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params }));
  }
  node.sendRaw(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  node.sendRaw(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.transactions.length === 1);
  expect(listening.endpoint().badFrames).toBeGreaterThanOrEqual(2_001);
  expect(listening.endpoint()).toMatchObject({ state: "live", reconnects: 0 });
});

test("a half-open socket is noticed within ten seconds as configured, and lagging and filtering within fifteen", () => {
  const { pingIntervalMs, pongTimeoutMs, settleAfterMs, compareWindowMs, watchdogTickMs, headLagMs } = defaultTuning;
  expect(pingIntervalMs + pongTimeoutMs).toBeLessThanOrEqual(10_000);
  expect(settleAfterMs + compareWindowMs + watchdogTickMs).toBeLessThanOrEqual(15_000);
  expect(headLagMs + watchdogTickMs).toBeLessThanOrEqual(15_000);
});
