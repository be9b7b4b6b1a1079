import { afterEach, expect, test } from "vitest";

import { type FaultNode, FaultNodeError, startFaultNode } from "../support/fault-node";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

const nodes: FaultNode[] = [];
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

async function startNodes(count: number): Promise<FaultNode[]> {
  nodes.push(...(await Promise.all(Array.from({ length: count }, () => startFaultNode()))));
  return nodes;
}

test("frames that can't be made a text or number are counted and end nothing", async () => {
  const [node] = await startNodes(1);
  await using listening = listen([node?.url ?? ""]);
  await waitFor(() => listening.endpoint().state === "live");
  const object = { toString: 1, valueOf: 1 };
  node?.sendRaw(JSON.stringify({ params: { subscription: object, result: {} } }));
  node?.sendRaw(JSON.stringify({ id: object, result: 1 }));
  node?.sendRaw(JSON.stringify({ id: [1], result: 1 }));
  node?.announce(pendingTransaction(1));
  await waitFor(() => listening.transactions.length === 1);
  expect(listening.endpoint()).toMatchObject({ state: "live", badFrames: 3, reconnects: 0 });
});

test("an endpoint that lies about a transaction doesn't hide it from the others", async () => {
  const [liar, honest] = await startNodes(2);
  await using listening = listen(nodes.map(({ url }) => url));
  await waitFor(() => listening.listener.status().endpoints.every(({ state }) => state === "live"));
  const attack = pendingTransaction(1);
  liar?.announce({ ...attack, to: null });
  await waitFor(() => listening.transactions.length === 1);
  honest?.announce(attack);
  honest?.announce(pendingTransaction(2));
  await waitFor(() => listening.transactions.length === 3);
  expect(listening.transactions[1]).toMatchObject({ transaction: attack, seen: { endpointId: "endpoint-1" } });
  expect(listening.listener.status().transactions).toBe(2);
  expect(listening.logged.filter((line) => line.includes("different transactions under one hash"))).toHaveLength(1);
});

test("what a node says of its failures is text that PostgreSQL can store", async () => {
  const [node] = await startNodes(1);
  node?.answer("eth_chainId", () => {
    throw new FaultNodeError(-32000, "no\u0000 \ud800 way");
  });
  await using listening = listen([node?.url ?? ""]);
  await waitFor(() => listening.endpoint().state === "backing_off");
  expect(listening.endpoint().reason).toBe("refused by the node: no \ufffd way (-32000)");
});

test("a head beyond what any chain has is no head", async () => {
  const [node] = await startNodes(1);
  await using listening = listen([node?.url ?? ""]);
  await waitFor(() => listening.endpoint().state === "live");
  node?.head({ number: 2 ** 60 });
  node?.head({ number: 5, timestamp: 2 ** 50 });
  node?.head({ number: 6 });
  await waitFor(() => listening.heads.at(-1)?.number === 6n);
  expect(listening.heads.map(({ number }) => number)).toEqual([1n, 6n]);
  expect(listening.endpoint()).toMatchObject({ lastHeadNumber: 6, badFrames: 2 });
});

test("a request that one node refuses, for its rate or its methods, is put to the next", async () => {
  const [limited, good] = await startNodes(2);
  const ask = () => {
    throw new FaultNodeError(-32005, "over the limit");
  };
  limited?.answer("eth_gasPrice", ask);
  good?.answer("eth_gasPrice", () => "0x1");
  await using listening = listen(nodes.map(({ url }) => url));
  await waitFor(() => listening.listener.status().endpoints.every(({ state }) => state === "live"));
  limited?.head({ number: 9 });
  await waitFor(() => listening.endpoint().lastHeadNumber === 9);
  await expect(listening.listener.request("eth_gasPrice", [])).resolves.toBe("0x1");
  good?.answer("eth_gasPrice", ask);
  await expect(listening.listener.request("eth_gasPrice", [])).rejects.toMatchObject({ code: -32005 });
});
