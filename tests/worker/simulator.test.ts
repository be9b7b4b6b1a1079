import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { CallSite } from "~/domain/transactions/call-site";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { createNetworkListener, type NetworkListener } from "../../worker/listener/create-network-listener";
import { createSimulator } from "../../worker/simulator/create-simulator";
import { readCallTree } from "../../worker/simulator/read-call-tree";
import type { SimulatorRpc } from "../../worker/simulator/simulator";
import { type Anvil, startAnvil } from "../support/anvil";
import { waitFor } from "../support/wait-for";

const TARGET = "0x00000000000000000000000000000000000000aa";
const REFUSER = "0x00000000000000000000000000000000000000bb";
const ROUTER = "0x00000000000000000000000000000000000000cc";
/** `revert("no")` as Solidity encodes it: Error(string). */
const ERROR_NO = `08c379a0${"20".padStart(64, "0")}${"2".padStart(64, "0")}${"6e6f".padEnd(64, "0")}`;
/** Copies what follows its own 12 bytes to memory and reverts with it. */
const REFUSER_CODE = `0x6064600c60003960646000fd${ERROR_NO}`;
/** Passes its calldata on to TARGET. */
const ROUTER_CODE = `0x36600060003760006000366000600073${TARGET.slice(2)}5af100`;
const RENOUNCE = "0x715018a6";

let anvil: Anvil;
let listener: NetworkListener;
let sender: string;
let numbers = 0;

beforeAll(async () => {
  anvil = await startAnvil({ noMining: true, chainId: 31_339 });
  [sender = ""] = await anvil.rpc<string[]>("eth_accounts");
  await anvil.rpc("anvil_setCode", [TARGET, "0x00"]);
  await anvil.rpc("anvil_setCode", [REFUSER, REFUSER_CODE]);
  await anvil.rpc("anvil_setCode", [ROUTER, ROUTER_CODE]);
  listener = createNetworkListener({
    network: { id: "n", name: "anvil", chainId: 31_339 },
    endpoints: [{ id: "anvil", url: anvil.wsUrl }],
    log: pino({ level: "silent" }),
    onTransaction: () => {},
    onHead: () => {},
    onGap: () => {},
  });
  listener.start();
  await waitFor(() => listener.status().endpoints[0]?.state === "live");
});
afterAll(async () => {
  await listener.stop();
  await anvil.stop();
});

function transaction(fields: Partial<RpcTransaction>): RpcTransaction {
  numbers += 1;
  return {
    hash: `0x${numbers.toString(16).padStart(64, "0")}`,
    from: sender,
    to: TARGET,
    input: RENOUNCE,
    value: "0x0",
    nonce: "0x0",
    gas: "0x30d40",
    gasPrice: "0xba43b7400",
    ...fields,
  };
}

function simulate(fields: Partial<RpcTransaction>, rpc: SimulatorRpc = listener) {
  const { outcomeOf } = bound(rpc);
  const tx = transaction(fields);
  return outcomeOf(tx, tx.from ?? "");
}

function bound(rpc: SimulatorRpc, onCalls: (tx: RpcTransaction, calls: CallSite[]) => void = () => {}) {
  const simulator = createSimulator({ rpc, onCalls });
  return {
    simulator,
    outcomeOf: simulator.outcomeOf.bind(simulator),
  };
}

test("a call that the newest state allows would succeed, and the block is told", async () => {
  expect(await simulate({})).toEqual({ kind: "would_succeed", reason: null, blockNumber: 0 });
});

test("a call whose code reverts would revert, with its reason in words", async () => {
  expect(await simulate({ to: REFUSER })).toMatchObject({ kind: "would_revert", reason: "no" });
});

test("a node without eth_simulateV1 is asked by eth_call, with the same answers", async () => {
  const old: SimulatorRpc = {
    request: (method, params, options) => listener.request(method, params, options),
    supports: (method) => method !== "eth_simulateV1",
  };
  expect(await simulate({}, old)).toMatchObject({ kind: "would_succeed" });
  expect(await simulate({ to: REFUSER }, old)).toMatchObject({ kind: "would_revert", reason: "no" });
});

test("a nonce behind one that nobody has sent is queued", async () => {
  expect(await simulate({ nonce: "0x5" })).toMatchObject({ kind: "queued" });
});

test("a sender who can't pay value and gas is unfunded, with both amounts", async () => {
  const poor = "0x00000000000000000000000000000000000000dd";
  const outcome = await simulate({ from: poor, value: "0xde0b6b3a7640000" });
  expect(outcome.kind).toBe("unfunded");
  expect(outcome.reason).toMatch(/has 0\.0 and needs up to 1\.01/);
});

test("when no endpoint answers it is unknown, and nothing is thrown", async () => {
  const dead: SimulatorRpc = { request: () => Promise.reject(new Error("away")), supports: () => true };
  expect(await simulate({}, dead)).toEqual({ kind: "unknown", reason: "no endpoint answers", blockNumber: null });
});

test("a watched contract that is called through a router is found by its trace", async () => {
  const found: CallSite[] = [];
  const { simulator } = bound(listener, (_, calls) => found.push(...calls));
  simulator.search(transaction({ to: ROUTER }), true);
  await waitFor(() => found.length > 0);
  expect(found).toEqual([
    {
      to: TARGET,
      input: RENOUNCE,
      value: 0n,
      caller: ROUTER,
      depth: 1,
      path: [{ to: ROUTER, name: RENOUNCE, index: null }],
      kind: "call",
    },
  ]);
});

test("a flood is simulated within the budget, and the rest is told to be unknown", async () => {
  let requests = 0;
  const counting: SimulatorRpc = {
    request: (method, params, options) => {
      requests += 1;
      return listener.request(method, params, options);
    },
    supports: () => true,
  };
  const simulator = createSimulator({
    rpc: counting,
    onCalls: () => {},
    budget: { perSecond: 5, concurrency: 2, maxWaiting: 5 },
  });
  const outcomes = await Promise.all(
    Array.from({ length: 500 }, () => {
      const tx = transaction({});
      return simulator.outcomeOf(tx, sender);
    }),
  );
  expect(outcomes.filter(({ kind }) => kind === "would_succeed")).toHaveLength(5);
  expect(outcomes.filter(({ kind }) => kind === "unknown")).toHaveLength(495);
  expect(requests).toBeLessThanOrEqual(30);
  expect(simulator.status()).toMatchObject({ simulated: 5, shed: 495 });
});

test("one transaction that several rules match is simulated once", async () => {
  const { simulator, outcomeOf } = bound(listener);
  const tx = transaction({});
  await Promise.all([outcomeOf(tx, sender), outcomeOf(tx, sender), outcomeOf(tx, sender)]);
  expect(simulator.status().simulated).toBe(1);
});

test("a hostile trace is read to its caps and never thrown at", () => {
  let deep: unknown = { type: "CALL", from: ROUTER, to: TARGET, input: "0x" };
  for (let level = 0; level < 5_000; level++) deep = { type: "CALL", from: ROUTER, to: TARGET, calls: [deep] };
  expect(readCallTree(deep).length).toBeLessThanOrEqual(1_024);
  const wide = { calls: Array.from({ length: 15_000 }, () => ({ type: "CALL", from: ROUTER, to: TARGET })) };
  expect(readCallTree(wide)).toHaveLength(10_000);
  expect(readCallTree({ calls: [null, 7, { type: "CALL", to: 5 }, { type: "STATICCALL", to: TARGET }] })).toEqual([]);
  expect(readCallTree("nonsense")).toEqual([]);
});
