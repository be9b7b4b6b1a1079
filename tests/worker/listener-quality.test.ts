import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import type { ListenerTuning } from "../../worker/listener/types";
import { type FaultNode, startFaultNode } from "../support/fault-node";
import { listen, pendingTransaction } from "../support/fault-node/listen";
import { waitFor } from "../support/wait-for";

/** A tenth of the real times. */
const quick: Partial<ListenerTuning> = {
  silentAfterMs: 60_000,
  watchdogTickMs: 50,
  settleAfterMs: 300,
  compareWindowMs: 1_000,
  pendingLagMs: 200,
  headLagMs: 1_000,
  goodAfterMs: 1_500,
};

type Transaction = ReturnType<typeof pendingTransaction>;

/** Nodes, a listener on all of them, and what is to be ended with the test. */
async function startFleet(count: number, tuning: Partial<ListenerTuning> = {}) {
  const nodes: FaultNode[] = await Promise.all(Array.from({ length: count }, () => startFaultNode()));
  const listening = listen(
    nodes.map(({ url }) => url),
    { ...quick, ...tuning },
  );
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, work: () => void) => void timers.push(setInterval(work, ms));
  let number = 0;
  await waitFor(() => listening.listener.status().endpoints.every(({ state }) => state === "live"));
  // Right after it was subscribed nothing is expected of a node.
  await pause(1_300);
  return {
    nodes,
    listening,
    every,
    /** A hundred transactions a second for as long as the test takes, each given to `show`. */
    stream: (show: (transaction: Transaction, number: number) => void) =>
      every(10, () => show(pendingTransaction(++number), number)),
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer);
      await listening.listener.stop();
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

test.concurrent("who was first, who was alone, and how late the others were is counted", async () => {
  await using fleet = await startFleet(2);
  const { nodes, listening } = fleet;
  const [quickest, other] = nodes;
  for (let i = 1; i <= 60; i++) quickest?.announce(pendingTransaction(i));
  await waitFor(() => listening.endpoint(0).received === 60);
  await pause(100);
  for (let i = 1; i <= 40; i++) other?.announce(pendingTransaction(i));
  for (let i = 61; i <= 65; i++) other?.announce(pendingTransaction(i));
  await waitFor(() => listening.endpoint(0).uniqueFinds === 20 && listening.endpoint(1).uniqueFinds === 5);
  expect(listening.endpoint(0)).toMatchObject({ firstSeen: 60, medianLagMs: 0 });
  expect(listening.endpoint(1).firstSeen).toBe(5);
  expect(listening.endpoint(1).medianLagMs).toBeGreaterThan(80);
  // Found by another after all.
  for (let i = 41; i <= 50; i++) other?.announce(pendingTransaction(i));
  await waitFor(() => listening.endpoint(0).uniqueFinds === 10);
  expect(listening.endpoint(1).state).toBe("live");
});

test.concurrent("an only endpoint is compared with nothing", async () => {
  await using fleet = await startFleet(1);
  const { nodes, listening } = fleet;
  for (let i = 1; i <= 100; i++) nodes[0]?.announce(pendingTransaction(i));
  await waitFor(() => listening.transactions.length === 100);
  await pause(600);
  expect(listening.endpoint()).toMatchObject({ state: "live", firstSeen: 100, uniqueFinds: 0, medianLagMs: null });
});

test.concurrent("an endpoint that filters is quarantined, still matched, asked last, and trusted again when it behaves", async () => {
  await using fleet = await startFleet(2);
  const { nodes, listening, stream } = fleet;
  const [whole, filtering] = nodes;
  let isFiltering = true;
  stream((transaction, number) => {
    whole?.announce(transaction);
    if (!isFiltering || number % 10 === 0) filtering?.announce(transaction);
  });
  await waitFor(() => listening.endpoint(1).state === "quarantined");
  expect(listening.endpoint(1).reason).toMatch(
    /^filters: showed \d+ of \d+ transactions that others showed within 1 s$/,
  );
  expect(listening.endpoint(0).state).toBe("live");

  filtering?.announce(pendingTransaction(1_000_000));
  await waitFor(() => listening.hashes().includes(pendingTransaction(1_000_000).hash));
  filtering?.head({ number: 99 });
  await waitFor(() => listening.endpoint(1).lastHeadNumber === 99);
  whole?.answer("eth_gasPrice", () => "0x1");
  filtering?.answer("eth_gasPrice", () => "0x2");
  await expect(listening.listener.request("eth_gasPrice", [])).resolves.toBe("0x1");
  await expect(listening.listener.requestEach("eth_gasPrice", [])).resolves.toHaveLength(1);

  isFiltering = false;
  const fromMs = Date.now();
  await waitFor(() => listening.endpoint(1).state === "live");
  expect(Date.now() - fromMs).toBeGreaterThanOrEqual(1_500);
  expect(listening.endpoint(1).reason).toBeNull();
  expect(listening.gaps).toEqual([]);
});

test.concurrent("a subscription that brings nothing while the other's brings much is quarantined as well", async () => {
  await using fleet = await startFleet(2);
  const { nodes, listening, stream } = fleet;
  stream((transaction) => nodes[0]?.announce(transaction));
  await waitFor(() => listening.endpoint(1).state === "quarantined");
  expect(listening.endpoint(1).reason).toMatch(/^filters: showed 0 of/);
});

test.concurrent("the quarantined endpoint that is left alone is used all the same, without a gap, and says so", async () => {
  await using fleet = await startFleet(2);
  const { nodes, listening, stream } = fleet;
  stream((transaction) => nodes[0]?.announce(transaction));
  await waitFor(() => listening.endpoint(1).state === "quarantined");
  await nodes[0]?.stop();
  await waitFor(() => listening.endpoint(1).reason?.includes("used all the same"));
  expect(listening.endpoint(1).state).toBe("quarantined");
  expect(listening.gaps).toEqual([]);
  nodes[1]?.announce(pendingTransaction(2_000_000));
  nodes[1]?.answer("eth_gasPrice", () => "0x2");
  await waitFor(() => listening.hashes().includes(pendingTransaction(2_000_000).hash));
  await expect(listening.listener.request("eth_gasPrice", [])).resolves.toBe("0x2");
  await nodes[1]?.stop();
  await waitFor(() => listening.gaps.length === 1);
});

test.concurrent("an endpoint that shows transactions late is quarantined with the median, one that is a little late is not", async () => {
  await using fleet = await startFleet(3);
  const { nodes, listening, stream } = fleet;
  stream((transaction) => {
    nodes[0]?.announce(transaction);
    setTimeout(() => nodes[1]?.announce(transaction), 60);
    setTimeout(() => nodes[2]?.announce(transaction), 500);
  });
  await waitFor(() => listening.endpoint(2).state === "quarantined");
  expect(listening.endpoint(2).reason).toMatch(/^lags: shows transactions 0\.[4-9] s later than the first endpoint/);
  expect(listening.endpoint(0).state).toBe("live");
  expect(listening.endpoint(1).state).toBe("live");
});

test.concurrent("one of three that makes transactions up brings no other into quarantine", async () => {
  await using fleet = await startFleet(3);
  const { nodes, listening, stream } = fleet;
  stream((transaction, number) => {
    nodes[0]?.announce(transaction);
    nodes[0]?.announce(pendingTransaction(number + 5_000_000));
    for (const node of nodes) if (number % 10 === 0) node.announce(transaction);
  });
  await waitFor(() => listening.endpoint(0).uniqueFinds > 300);
  expect(listening.listener.status().endpoints.map(({ state }) => state)).toEqual(["live", "live", "live"]);
});

test.concurrent("two endpoints that show different things are both believed", async () => {
  await using fleet = await startFleet(2);
  const { nodes, listening, stream } = fleet;
  stream((transaction, number) => nodes[number % 2]?.announce(transaction));
  await waitFor(() => listening.transactions.length > 300);
  expect(listening.listener.status().endpoints.map(({ state }) => state)).toEqual(["live", "live"]);
});

test.concurrent("an endpoint whose head falls behind is quarantined, and trusted again when it has caught up", async () => {
  await using fleet = await startFleet(2, { staleMinMs: 60_000 });
  const { nodes, listening, every } = fleet;
  let number = 1;
  let isStuck = true;
  every(100, () => {
    number += 1;
    nodes[0]?.head({ number });
    if (!isStuck) nodes[1]?.head({ number });
  });
  await waitFor(() => listening.endpoint(1).state === "quarantined");
  expect(listening.endpoint(1).reason).toMatch(/^lags: its head is \d+ blocks behind the others, for 1 s$/);
  isStuck = false;
  await waitFor(() => listening.endpoint(1).state === "live");
});

test.concurrent("one of three that announces blocks which don't exist is found out, and the chain's head is the others'", async () => {
  await using fleet = await startFleet(3, { staleMinMs: 60_000 });
  const { nodes, listening, every } = fleet;
  let second = Math.floor(Date.now() / 1000) - 20;
  let number = 1;
  every(100, () => {
    number += 1;
    second = Math.min(second + 1, Math.floor(Date.now() / 1000));
    nodes[0]?.head({ number, timestamp: second });
    nodes[1]?.head({ number, timestamp: second });
    nodes[2]?.head({ number: number + 1_000_000, timestamp: second });
  });
  await waitFor(() => listening.endpoint(2).state === "quarantined", { timeoutMs: 10_000 });
  expect(listening.endpoint(2).reason).toMatch(/^announces block \d+ while the others are at \d+$/);
  const heads = listening.heads.length;
  await waitFor(() => listening.heads.length > heads + 5);
  expect(listening.heads.slice(heads).every((head) => head.number < 1_000_000n)).toBe(true);
  expect(Number(listening.listener.status().lastHead?.number)).toBeLessThan(1_000_000);
});
