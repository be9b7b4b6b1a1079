import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { createLifecycle, type Lifecycle } from "../../worker/lifecycle/create-lifecycle";
import { digestInput } from "../../worker/lifecycle/digest-input";
import type { OpenTransaction, TransactionOutcome } from "../../worker/lifecycle/types";
import { createNetworkListener, type NetworkListener } from "../../worker/listener/create-network-listener";
import { type Anvil, startAnvil } from "../support/anvil";
import { waitFor } from "../support/wait-for";

/** Deploys a contract whose whole code is `revert(0, 0)`. */
const ALWAYS_REVERTS = "0x6460006000fd6000526005601bf3";
const GAS = "0x30d40";

let anvil: Anvil;
let listener: NetworkListener;
let lifecycle: Lifecycle;
let seen: RpcTransaction[];
let open: OpenTransaction[];
let outcomes: TransactionOutcome[];
let accounts: string[];

beforeEach(async () => {
  anvil = await startAnvil({ noMining: true, chainId: 31_338 });
  accounts = await anvil.rpc<string[]>("eth_accounts");
  [seen, open, outcomes] = [[], [], []];
  const log = pino({ level: "silent" });
  const network = { id: "00000000-0000-7000-8000-000000000001", name: "anvil", chainId: 31_338 };
  lifecycle = createLifecycle({
    network,
    log,
    request: (method, params) => listener.request(method, params),
    listOpen: async () => open,
    record: async (found) => {
      outcomes.push(...found);
      open = open.filter(({ alertId }) => !found.some((one) => one.alertId === alertId));
    },
  });
  listener = createNetworkListener({
    network,
    endpoints: [{ id: "anvil", url: anvil.wsUrl }],
    log,
    // Every pending transaction is taken for one that an alert waits for.
    onTransaction: (transaction) => {
      seen.push(transaction);
      open.push({
        alertId: transaction.hash,
        hash: transaction.hash,
        from: transaction.from ?? "",
        nonce: BigInt(transaction.nonce),
        to: transaction.to,
        value: transaction.value,
        inputDigest: digestInput(transaction.input),
      });
    },
    onHead: (head) => lifecycle.onHead(head),
    onGap: () => {},
  });
  listener.start();
  await waitFor(() => listener.status().endpoints[0]?.state === "live");
});

afterEach(async () => {
  await lifecycle.stop();
  await listener.stop();
  await anvil.stop();
});

function send(fields: Record<string, unknown>): Promise<string> {
  return anvil.rpc<string>("eth_sendTransaction", [{ from: accounts[0], gas: GAS, ...fields }]);
}

async function mined(): Promise<void> {
  await anvil.rpc("evm_mine");
}

test("a pending transaction is seen whole before it is mined, then confirmed", async () => {
  const hash = await send({ to: accounts[1], value: "0x7", data: "0x8456cb59" });
  await waitFor(() => seen.length === 1);
  expect(seen[0]).toMatchObject({ hash, from: accounts[0], to: accounts[1], value: "0x7", input: "0x8456cb59" });
  expect(seen[0]?.blockHash ?? null).toBeNull();
  expect(listener.status().endpoints[0]).toMatchObject({ subscriptionKind: "full", lastHeadNumber: 0 });
  expect(outcomes).toEqual([]);
  await mined();
  await waitFor(() => outcomes.length === 1);
  const block = await anvil.rpc<{ hash: string; timestamp: string }>("eth_getBlockByNumber", ["0x1", false]);
  expect(outcomes).toEqual([
    {
      alertId: hash,
      kind: "confirmed",
      hash,
      blockNumber: 1n,
      blockHash: block.hash,
      atMs: Number(block.timestamp) * 1_000,
    },
  ]);
});

test("a reverting transaction is failed", async () => {
  const deployment = await send({ data: ALWAYS_REVERTS });
  await mined();
  const receipt = await anvil.rpc<{ contractAddress: string }>("eth_getTransactionReceipt", [deployment]);
  const hash = await send({ to: receipt.contractAddress, data: "0x715018a6" });
  await waitFor(() => seen.length === 2);
  await mined();
  await waitFor(() => outcomes.length === 2);
  expect(outcomes).toMatchObject([
    { alertId: deployment, kind: "confirmed", blockNumber: 1n },
    { alertId: hash, kind: "failed", hash, blockNumber: 2n },
  ]);
});

test("replaced by another call, cancelled, and sped up are told apart", async () => {
  const nonce = "0x0";
  const price = { cheap: "0x77359400", dear: "0xee6b2800" };
  const attack = { to: accounts[5], data: "0x715018a6", nonce, gasPrice: price.cheap };
  const originals: string[] = [];
  for (const from of accounts.slice(0, 3)) originals.push(await send({ from, ...attack }));
  await waitFor(() => seen.length === 3);
  const changed = await send({ from: accounts[0], ...attack, data: "0x8456cb59", gasPrice: price.dear });
  const cancelled = await send({ from: accounts[1], to: accounts[1], nonce, gasPrice: price.dear });
  const spedUp = await send({ from: accounts[2], ...attack, gasPrice: price.dear });
  await waitFor(() => seen.length === 6);
  open = open.filter(({ hash }) => originals.includes(hash));
  await mined();
  await waitFor(() => outcomes.length === 3);
  expect(new Map(outcomes.map((outcome) => [outcome.alertId, outcome]))).toMatchObject(
    new Map([
      [originals[0], { kind: "replaced", byHash: changed, isCancellation: false }],
      [originals[1], { kind: "replaced", byHash: cancelled, isCancellation: true }],
      [originals[2], { kind: "confirmed", hash: spedUp }],
    ] as [string, object][]),
  );
});

test("many transactions in one block are settled by the block's receipts, and blocks mined during an outage too", async () => {
  for (let i = 0; i < 8; i++) await send({ to: accounts[1], value: "0x1", data: `0x0${i}` });
  await waitFor(() => seen.length === 8);
  listener.updateEndpoints([]);
  await mined();
  await mined();
  listener.updateEndpoints([{ id: "anvil", url: anvil.wsUrl }]);
  await waitFor(() => outcomes.length === 8);
  expect(outcomes.every(({ kind, blockNumber }) => kind === "confirmed" && blockNumber === 1n)).toBe(true);
});
