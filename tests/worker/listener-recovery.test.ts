import { setTimeout as pause } from "node:timers/promises";

import { afterEach, expect, test } from "vitest";

import { RpcError } from "../../worker/listener/rpc-errors";
import { type FaultNode, FaultNodeError, NO_ANSWER, startFaultNode } from "../support/fault-node";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

const nodes: FaultNode[] = [];
async function startNode(options: Parameters<typeof startFaultNode>[0] = {}): Promise<FaultNode> {
  const node = await startFaultNode(options);
  nodes.push(node);
  return node;
}
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

test("after an outage of a second the node is subscribed to again and events flow", async () => {
  const node = await startNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.transactions.length === 1);
  await node.stop();
  await pause(1_000);
  await node.restart();
  await waitFor(() => listening.endpoint().state === "live");
  expect(node.subscriptions).toMatchObject({ heads: 1, pending: 1 });
  node.announce(pendingTransaction(2));
  node.head({ number: 5 });
  await waitFor(() => listening.transactions.length === 2 && listening.heads.at(-1)?.number === 5n);
});

test("several outages and many failed attempts later it still comes back", async () => {
  const node = await startNode();
  await using listening = listen([node.url], { backoffBaseMs: 5, backoffCapMs: 20 });
  for (let i = 1; i <= 3; i++) {
    await waitFor(() => listening.endpoint().state === "live");
    node.announce(pendingTransaction(i));
    await waitFor(() => listening.transactions.length === i);
    const before = listening.endpoint().reconnects;
    await node.stop();
    await waitFor(() => listening.endpoint().reconnects > before + 10);
    await node.restart();
  }
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.gaps.filter(({ toMs }) => toMs !== null)).toHaveLength(3);
});

test("connections cut without a goodbye are replaced", async () => {
  const node = await startNode();
  await using listening = listen([node.url]);
  for (let i = 1; i <= 5; i++) {
    await waitFor(() => listening.endpoint().state === "live");
    node.announce(pendingTransaction(i));
    await waitFor(() => listening.transactions.length === i);
    node.dropConnections();
    await waitFor(() => listening.endpoint().reconnects === i);
  }
});

test("with two endpoints each transaction is handed on once, and both times are kept", async () => {
  const [a, b] = [await startNode(), await startNode({ dialect: "hashes" })];
  await using listening = listen([a.url, b.url]);
  await waitFor(() => listening.endpoint(0).state === "live" && listening.endpoint(1).state === "live");
  for (let i = 1; i <= 50; i++) {
    const transaction = pendingTransaction(i);
    for (const node of i % 2 ? [a, b] : [b, a]) node.announce(transaction);
  }
  await waitFor(() => listening.transactions.length === 50 && listening.endpoint(1).received === 50);
  expect(new Set(listening.hashes()).size).toBe(50);
  const seen = listening.listener.firstSeen(pendingTransaction(1).hash);
  expect(seen.map(({ endpointId }) => endpointId).sort()).toEqual(["endpoint-0", "endpoint-1"]);
  expect(listening.endpoint(0).firstSeen + listening.endpoint(1).firstSeen).toBe(50);
});

test("when one of two endpoints dies nothing is lost or repeated, and there is no gap", async () => {
  const [a, b] = [await startNode(), await startNode()];
  await using listening = listen([a.url, b.url]);
  await waitFor(() => listening.endpoint(0).state === "live" && listening.endpoint(1).state === "live");
  for (let i = 1; i <= 300; i++) {
    if (i === 100) await a.stop();
    if (i === 200) {
      await a.restart();
      await waitFor(() => listening.endpoint(0).state === "live");
    }
    for (const node of [a, b]) node.announce(pendingTransaction(i));
  }
  await waitFor(() => listening.transactions.length === 300);
  expect(new Set(listening.hashes()).size).toBe(300);
  expect(listening.gaps).toEqual([]);
});

test("losing the only endpoint is one gap, reported at its beginning and with both ends when it is over", async () => {
  const node = await startNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  node.head({ number: 2 });
  await waitFor(() => listening.heads.length === 2);
  await node.stop();
  await waitFor(() => listening.gaps.length === 1);
  expect(listening.gaps[0]).toMatchObject({ toMs: null, firstHeadAfter: null, lastHeadBefore: { number: 2n } });
  expect(listening.listener.status().gap?.fromMs).toBe(listening.gaps[0]?.fromMs);
  node.headSilently({ number: 7 });
  await node.restart();
  await waitFor(() => listening.gaps.length === 2);
  const [opened, closed] = listening.gaps;
  expect(closed).toMatchObject({ lastHeadBefore: { number: 2n }, firstHeadAfter: { number: 7n } });
  expect(closed?.fromMs).toBe(opened?.fromMs);
  expect(closed?.toMs).toBeGreaterThan(closed?.fromMs ?? 0);
  expect(closed?.reason).toContain(`127.0.0.1:${node.port}`);
  expect(listening.listener.status().gap).toBeNull();
  await pause(100);
  expect(listening.gaps).toHaveLength(2);
});

test("a request goes to the next endpoint when one is cut while it waits", async () => {
  const [a, b] = [await startNode(), await startNode()];
  await using listening = listen([a.url, b.url]);
  await waitFor(() => listening.endpoint(0).state === "live" && listening.endpoint(1).state === "live");
  for (const [node, other] of [
    [a, b],
    [b, a],
  ] as const) {
    node.answer("eth_gasPrice", () => {
      if (!other.requests.has("eth_gasPrice")) {
        setImmediate(() => node.dropConnections());
        return NO_ANSWER;
      }
      return "0x7";
    });
  }
  await expect(listening.listener.request("eth_gasPrice", [])).resolves.toBe("0x7");
});

test("a request that the node answers with an error fails with its code; with nobody connected it is unavailable", async () => {
  const node = await startNode();
  node.answer("eth_call", () => {
    throw new FaultNodeError(3, "execution reverted");
  });
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  const failed = await listening.listener.request("eth_call", []).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(RpcError);
  expect(failed).toMatchObject({ code: 3, message: "execution reverted" });
  await node.stop();
  await waitFor(() => listening.endpoint().state === "backing_off");
  await expect(listening.listener.request("eth_call", [])).rejects.toMatchObject({ code: "unavailable" });
});

test("endpoints are added and removed without touching the others", async () => {
  const [a, b] = [await startNode(), await startNode()];
  await using listening = listen([a.url]);
  await waitFor(() => listening.endpoint().state === "live");
  const first = { id: "endpoint-0", url: a.url };
  listening.listener.updateEndpoints([first, { id: "endpoint-1", url: b.url }]);
  await waitFor(() => listening.endpoint(1).state === "live");
  expect(a.accepted).toBe(1);
  listening.listener.updateEndpoints([{ id: "endpoint-1", url: b.url }]);
  await waitFor(() => a.subscriptions.heads === 0);
  expect(listening.listener.status().endpoints.map(({ id }) => id)).toEqual(["endpoint-1"]);
  expect(b.accepted).toBe(1);
  expect(listening.gaps).toEqual([]);
});

test("of two endpoints the higher head counts, and a chain that begins anew is followed", async () => {
  const [a, b] = [await startNode(), await startNode()];
  a.headSilently({ number: 90 });
  b.headSilently({ number: 80 });
  await using listening = listen([a.url, b.url]);
  await waitFor(() => listening.endpoint(0).state === "live" && listening.endpoint(1).state === "live");
  expect(listening.listener.status().lastHead?.number).toBe(90n);
  b.head({ number: 81 });
  await waitFor(() => listening.endpoint(1).lastHeadNumber === 81);
  expect(listening.listener.status().lastHead?.number).toBe(90n);
  a.head({ number: 3, hash: `0x${"a".repeat(64)}` });
  b.head({ number: 4, hash: `0x${"c".repeat(64)}` });
  await waitFor(() => listening.listener.status().lastHead?.number === 4n);
});
