import { Interface, JsonRpcProvider, Wallet } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { createSimulator } from "../../../worker/simulator/create-simulator";
import { pendingTransaction } from "../../support/fault-node/listen";
import { waitFor } from "../../support/wait-for";
import { type AttackDesk, openAttackDesk } from "./desk";

const address = (byte: string) => `0x${byte.repeat(20)}`;
const [VAULT, ATTACK, BATCH, CROWD, NOBODY] = [
  address("ab"),
  address("a0"),
  address("a2"),
  address("a3"),
  address("e0"),
];
/** Calls VAULT with the selector of `renounceOwnership()`. */
const CALL_VAULT = `63715018a660e01b6000526000600060046000600073${VAULT.slice(2)}5af1`;
/** Calls ATTACK, whatever it is told. */
const CALL_ATTACK = `0x6000600060006000600073${ATTACK.slice(2)}5af100`;
/** Calls NOBODY 1,500 times, then VAULT. */
const CALL_MANY = `0x6105dc5b6000600060006000600073${NOBODY.slice(2)}5af150600190038060035750${CALL_VAULT}00`;
const NAMING = `0x12345678${VAULT.slice(2).padStart(64, "0")}`;

let desk: AttackDesk;
let rule: string;

beforeAll(async () => {
  desk = await openAttackDesk();
  const watchlistId = await desk.watch(VAULT);
  const code = { [VAULT]: "0x00", [ATTACK]: `0x${CALL_VAULT}00`, [BATCH]: CALL_ATTACK, [CROWD]: CALL_MANY };
  for (const [at, bytes] of Object.entries(code)) await desk.anvil.rpc("anvil_setCode", [at, bytes]);
  rule = await desk.rule({ watchlistId, signature: "renounceOwnership()" });
});
afterAll(() => desk?.[Symbol.asyncDispose]());

async function untilFound(hash: string) {
  const find = async () => (await desk.alerts(rule)).find(({ txHash }) => txHash === hash);
  const alert = await waitFor(find, { timeoutMs: 6_000, describe: "the attack is seen in simulation" });
  expect(alert).toMatchObject({ detection: "simulation" });
  expect(alert.description).toContain("Seen in simulation: the call is in no calldata, a trial run makes it.");
  return alert;
}

test("coins sent to an attack contract without any calldata give it away", async () => {
  await untilFound(await desk.send({ from: desk.accounts[1], to: ATTACK, data: "0x" }));
});

test("a new contract that attacks while it is created is found", async () => {
  await untilFound(await desk.send({ from: desk.accounts[2], data: `0x${CALL_VAULT}00` }));
});

test("a harmless call of the watched contract does not hide what else a transaction does", async () => {
  const abi = new Interface(["function aggregate3((address,bool,bytes)[])"]);
  const calls = [
    [VAULT, true, "0x12345678"],
    [ATTACK, true, "0x"],
  ];
  const data = abi.encodeFunctionData("aggregate3", [calls]);
  await untilFound(await desk.send({ from: desk.accounts[3], to: BATCH, data }));
});

test("an alert of another rule does not hide it either", async () => {
  await desk.rule({ networkId: desk.networkId, signature: "0xdeadbeef", severity: "info" });
  await untilFound(await desk.send({ from: desk.accounts[4], to: BATCH, data: `0xdeadbeef${NAMING.slice(10)}` }));
});

test("a call behind 1,500 others is found", async () => {
  const { description } = await untilFound(
    await desk.send({ from: desk.accounts[5], to: CROWD, data: NAMING, gas: "0x1312d00" }),
  );
  expect(description).toContain("call 1501 of");
});

test("an account that delegates to an attack contract and calls itself is found (EIP-7702)", async () => {
  const provider = new JsonRpcProvider(desk.anvil.url, 31_337, { staticNetwork: true });
  const wallet = Wallet.createRandom().connect(provider);
  await desk.anvil.rpc("anvil_setBalance", [wallet.address, "0x56bc75e2d63100000"]);
  const authorization = await wallet.authorize({ address: ATTACK, nonce: 1, chainId: 31_337 });
  const fees = { gasLimit: 500_000, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };
  const request = { type: 4, chainId: 31_337, nonce: 0, to: wallet.address, data: NAMING, ...fees };
  const { hash } = await wallet.sendTransaction({ ...request, authorizationList: [authorization] });
  await untilFound(hash);
  provider.destroy();
});

/** A simulator whose node answers when it is told to, and what it was asked. */
function heldSimulator(perSecond: number) {
  const asked: string[] = [];
  const rpc = {
    supports: () => true,
    request: async <T>(method: string, [first]: unknown[]): Promise<T> => {
      asked.push(method === "debug_traceCall" ? `trace ${(first as RpcTransaction).value}` : method);
      throw new Error("away");
    },
  };
  const simulator = createSimulator({ rpc, onCalls: () => undefined, budget: { perSecond, concurrency: 1 } });
  return { simulator, asked, traces: () => asked.filter((one) => one.startsWith("trace")) };
}

test("of transactions that nothing points to at most one a second is traced, and a flood of them holds up no likely one", async () => {
  const { simulator, traces } = heldSimulator(20);
  for (let number = 0; number < 500; number += 1) simulator.search(pendingTransaction(number, { value: "0x0" }), false);
  simulator.search(pendingTransaction(501, { value: "0x1" }), true);
  await waitFor(() => traces().length === 2);
  expect(simulator.status()).toMatchObject({ waiting: 0 });
  expect(traces().toSorted()).toEqual(["trace 0x0", "trace 0x1"]);
});

test("a flood of transactions that match does not keep a likely trace waiting", async () => {
  const { simulator, asked, traces } = heldSimulator(8);
  for (let number = 0; number < 150; number += 1) void simulator.outcomeOf(pendingTransaction(number), VAULT);
  simulator.search(pendingTransaction(501, { value: "0x1" }), true);
  await waitFor(() => traces().length === 1, { timeoutMs: 900 });
  expect(asked.length).toBeLessThan(40);
  simulator.stop();
});

test("SIMULATION_PER_SECOND=0 asks a node nothing, and says so", async () => {
  const { simulator, asked } = heldSimulator(0);
  simulator.search(pendingTransaction(1), true);
  expect(await simulator.outcomeOf(pendingTransaction(2), VAULT)).toEqual({
    kind: "unknown",
    reason: "simulation is switched off",
    blockNumber: null,
  });
  expect(simulator.status().features).toEqual({ simulate: false, trace: false });
  expect(asked).toEqual([]);
});
