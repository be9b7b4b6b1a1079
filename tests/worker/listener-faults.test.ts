import { createServer, type Socket } from "node:net";

import { afterEach, expect, test } from "vitest";

import { type FaultNode, FaultNodeError, NO_ANSWER, startFaultNode } from "../support/fault-node";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { freePort } from "../support/free-port";
import { waitFor } from "../support/wait-for";

let node: FaultNode | undefined;
afterEach(async () => {
  await node?.stop();
  node = undefined;
});

test("a refused connection is retried until it is accepted", async () => {
  const port = await freePort();
  await using listening = listen([`ws://127.0.0.1:${port}`]);
  await waitFor(() => listening.endpoint().reconnects >= 3);
  expect(listening.endpoint().reason).toContain("ECONNREFUSED");
  node = await startFaultNode({ port });
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint().reason).toBeNull();
});

test("a server that accepts and never shakes hands is left after the time-out", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  try {
    await using listening = listen([`ws://127.0.0.1:${port}`], { handshakeTimeoutMs: 200 });
    await waitFor(() => listening.endpoint().reconnects >= 2);
    expect(listening.endpoint().reason).toContain("handshake has timed out");
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

test("a node that never answers a request is left after the time-out", async () => {
  node = await startFaultNode();
  node.answer("eth_chainId", () => NO_ANSWER);
  await using listening = listen([node.url], { requestTimeoutMs: 100 });
  await waitFor(() => listening.endpoint().state === "backing_off");
  expect(listening.endpoint().reason).toBe("no answer to eth_chainId within 100 ms");
});

test("a node that refuses with an error is retried, and its key is in no reason and no log line", async () => {
  node = await startFaultNode();
  node.answer("eth_chainId", () => {
    throw new FaultNodeError(-32005, "project sup3rs3cretk3y is over its quota");
  });
  await using listening = listen([`${node.url}/v3/sup3rs3cretk3y?token=an0thers3cret`]);
  await waitFor(() => listening.endpoint().reconnects >= 2);
  expect(listening.endpoint().reason).toBe("refused by the node: project *** is over its quota (-32005)");
  expect(JSON.stringify(listening.listener.status()) + listening.logged.join("")).not.toMatch(
    /sup3rs3cretk3y|an0thers3cret/,
  );
});

test("garbage is counted, logged once, and disturbs nothing", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  for (let i = 0; i < 20; i++) node.sendGarbage();
  node.announce(pendingTransaction(1));
  node.announce({ ...pendingTransaction(2), hash: "0x2" });
  node.announce(pendingTransaction(3));
  await waitFor(() => listening.transactions.length === 2);
  expect(listening.endpoint().badFrames).toBe(20 * 9 + 1);
  expect(listening.endpoint()).toMatchObject({ state: "live", reconnects: 0 });
  expect(listening.logged.filter((line) => line.includes("nobody asked for"))).toHaveLength(1);
});

test("a node that answers eth_chainId with garbage is retried", async () => {
  node = await startFaultNode();
  node.answer("eth_chainId", () => ({ chain: "main" }));
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().reconnects >= 1);
  expect(listening.changes.some(({ reason }) => reason === "answers eth_chainId with no number")).toBe(true);
  expect(listening.changes.some(({ state }) => state === "quarantined" || state === "live")).toBe(false);
});

test("a node of another chain is quarantined, its transactions are not taken, and it heals when corrected", async () => {
  node = await startFaultNode({ chainId: 137 });
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "quarantined");
  expect(listening.endpoint().reason).toBe("serves chain 137, not 1");
  await waitFor(() => listening.endpoint().reconnects >= 2);
  expect(node.requests.get("eth_subscribe")).toBeUndefined();
  expect(listening.changes.slice(1).every(({ state }) => state === "quarantined")).toBe(true);
  node.chainId = 1;
  await waitFor(() => listening.endpoint().state === "live");
});

test("an address that can't be subscribed to is quarantined with the remedy and never dialled", async () => {
  await using listening = listen(["https://node.example/v3/k3yk3yk3y", "not a url", "ws://node.example/#x"]);
  const states = [0, 1, 2].map((index) => listening.endpoint(index));
  expect(states.map(({ state }) => state)).toEqual(["quarantined", "quarantined", "quarantined"]);
  expect(states[0]).toMatchObject({ host: "node.example" });
  expect(states[0]?.reason).toContain("wss://");
  expect(listening.gaps).toHaveLength(1);
});

test("a half-open socket is noticed by the ping and replaced", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url], { requestTimeoutMs: 30_000, pongTimeoutMs: 200 });
  await waitFor(() => listening.endpoint().pingMs !== null);
  node.freeze();
  await waitFor(() => listening.changes.some(({ reason }) => reason?.includes("no answer to a ping")));
  node.unfreeze();
  await waitFor(() => listening.endpoint().state === "live" && node?.subscriptions.pending === 1);
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.transactions.length === 1);
});

test("a subscription that has died while the node goes on is noticed and renewed", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url], { staleMinMs: 100, staleFactor: 0, staleUntilKnownMs: 100 });
  await waitFor(() => listening.endpoint().state === "live");
  node.headSilently({ number: 9 });
  await waitFor(() => listening.heads.some(({ number }) => number === 9n));
  expect(listening.changes.some(({ state, reason }) => state === "stale" && reason?.includes("node is at 9"))).toBe(
    true,
  );
  expect(listening.endpoint().reconnects).toBe(1);
});

test("a chain that pauses is shown as stale without a reconnection, until its next block", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url], { staleMinMs: 100, staleFactor: 0, staleUntilKnownMs: 100 });
  await waitFor(() => listening.endpoint().state === "stale");
  expect(listening.endpoint().reason).toContain("stands at 1");
  node.head({ number: 2 });
  await waitFor(() => listening.endpoint().state === "live");
  expect(listening.endpoint().reconnects).toBe(0);
  expect(listening.gaps).toEqual([]);
});

test("an error in the consumer's handler is logged and stops nothing", async () => {
  node = await startFaultNode();
  await using listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  listening.transactions.push = () => {
    throw new Error("consumer broke");
  };
  node.announce(pendingTransaction(1));
  await waitFor(() => listening.logged.some((line) => line.includes("consumer broke")));
  expect(listening.endpoint().state).toBe("live");
});

test("stop closes the sockets for good", async () => {
  node = await startFaultNode();
  const listening = listen([node.url]);
  await waitFor(() => listening.endpoint().state === "live");
  await listening.listener.stop();
  expect(listening.endpoint().state).toBe("stopped");
  const server = node;
  await waitFor(() => server.subscriptions.heads === 0);
  expect(server.accepted).toBe(1);
  expect(listening.gaps).toEqual([]);
});
