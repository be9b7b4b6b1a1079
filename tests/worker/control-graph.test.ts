import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ControlTarget } from "~/domain/control/list-control-targets.server";
import type { ControlReading } from "~/domain/control/save-control-graph.server";
import type { MinedBlock, RpcRequest } from "../../worker/blocks/types";
import { attributeChange, type CodeChange } from "../../worker/control/attribute-change";
import { createControlWatch } from "../../worker/control/create-control-watch";
import { readControlGraph } from "../../worker/control/read-control-graph";
import { RpcError } from "../../worker/listener/rpc-errors";
import { type Cast, castPlayers, fundCast } from "../demo/cast";
import { type Chain, openChain } from "../demo/chain";
import { compileContracts } from "../demo/compile-contracts";
import { type Deployment, deployContracts } from "../demo/deploy-contracts";
import { type Anvil, startAnvil } from "../support/anvil";
import { waitFor } from "../support/wait-for";

let anvil: Anvil;
let chain: Chain;
let cast: Cast;
let deployed: Deployment;
const lower = (address: string) => address.toLowerCase();

/** The node's answers as the listener passes them on: an error as `RpcError` with its code and data. */
const request: RpcRequest = async <T>(method: string, params: unknown[]): Promise<T> => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = await fetch(anvil.url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { result, error } = (await answer.json()) as {
    result: T;
    error?: { code: number; message: string; data?: unknown };
  };
  if (error) throw new RpcError(error.code, error.message, error.data);
  return result;
};

beforeAll(async () => {
  anvil = await startAnvil({ noMining: true });
  chain = openChain(anvil.url, 31_337);
  cast = castPlayers();
  await fundCast(chain, cast, 0);
  deployed = await deployContracts(chain, await compileContracts(), cast);
});
afterAll(() => anvil.stop());

async function newestBlock(): Promise<MinedBlock> {
  // biome-ignore lint/suspicious/noExplicitAny: a block as the node gives it.
  const block = await request<any>("eth_getBlockByNumber", ["latest", true]);
  return {
    number: BigInt(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    atMs: Number(block.timestamp) * 1_000,
    arrivedAtMs: Date.now(),
    transactions: block.transactions,
    receipts: null,
    source: "live",
  };
}

test("a proxy's implementation, admin and owner are found", async () => {
  const graph = await readControlGraph(request, lower(deployed.vault), "latest");
  expect(graph.implementation).toBe(lower(deployed.vaultImplementation));
  expect(graph.nodes).toContainEqual({
    address: lower(cast.treasuryOwner.address),
    role: "owner",
    of: lower(deployed.vault),
    detail: null,
  });
});

test("the owners of the Safe that owns a token control the token too", async () => {
  const graph = await readControlGraph(request, lower(deployed.token), "latest");
  expect(graph.nodes.map(({ address, role, of }) => [address, role, of])).toEqual([
    [lower(deployed.safe), "owner", lower(deployed.token)],
    ...cast.safeOwners.map(({ address }) => [lower(address), "safe_owner", lower(deployed.safe)]),
  ]);
  expect(graph.nodes[1]?.detail).toBe("2 of 3 owners must sign");
});

test("an ordinary account has nobody above it", async () => {
  const account = lower(cast.attacker.address);
  expect(await readControlGraph(request, account, "latest")).toEqual({
    nodes: [],
    implementation: null,
    delegate: null,
  });
});

test("an account that delegates its code (EIP-7702) shows its delegate", async () => {
  const account = "0x00000000000000000000000000000000000077aa";
  await anvil.rpc("anvil_setCode", [account, `0xef0100${lower(deployed.vaultV2).slice(2)}`]);
  const graph = await readControlGraph(request, account, "latest");
  expect(graph.delegate).toBe(lower(deployed.vaultV2));
});

test("contracts that own each other end the search", async () => {
  // `owner()` answers the other one's address, whatever is called.
  const answers = (address: string) => `0x73${address.slice(2)}60005260206000f3`;
  const [one, other] = ["0xf0000000000000000000000000000000000011aa", "0xf0000000000000000000000000000000000011bb"];
  await anvil.rpc("anvil_setCode", [one, answers(other)]);
  await anvil.rpc("anvil_setCode", [other, answers(one)]);
  const graph = await readControlGraph(request, one, "latest");
  expect(graph.nodes.length).toBeLessThanOrEqual(100);
  expect(graph.nodes.some(({ address, role }) => address === other && role === "owner")).toBe(true);
});

test("an upgrade is noticed in its block and attributed to its transaction", async () => {
  const address = lower(deployed.vault);
  const target: ControlTarget = { watchlistId: "w", address, graph: null, refreshedAtMs: null, isRequested: false };
  const changes: { change: CodeChange; block: MinedBlock | null }[] = [];
  const saved: ControlReading[] = [];
  const watch = createControlWatch({
    log: pino({ level: "silent" }),
    request,
    listTargets: async () => [target],
    save: async (_, reading) => void saved.push(reading),
    hasChangeRule: () => true,
    onChange: async (change, block) => void changes.push({ change, block }),
  });
  try {
    await waitFor(() => saved.length === 1);
    expect(changes).toEqual([]);
    const data = deployed.abi.vault.encodeFunctionData("upgradeToAndCall", [deployed.vaultV2, "0x"]);
    const { hash } = await chain.send({ from: cast.treasuryOwner, to: deployed.vault, data, gasLimit: 400_000n });
    await chain.mine();
    expect((await chain.receipt(hash))?.status).toBe("0x1");
    const block = await newestBlock();
    await watch.onBlock(block);
    expect(changes).toHaveLength(1);
    const [found] = changes;
    if (!found) throw new Error("no change");
    expect(found.change).toMatchObject({
      kind: "implementation",
      address,
      before: lower(deployed.vaultImplementation),
      after: lower(deployed.vaultV2),
    });
    expect((await attributeChange(request, block, found.change))?.hash).toBe(hash);
  } finally {
    await watch.stop();
  }
});

test("a node that no longer keeps a state tells of no change", async () => {
  const lost: RpcRequest = async (method) => {
    throw new RpcError(-32000, `missing trie node for ${method}`);
  };
  await expect(readControlGraph(lost, lower(deployed.vault), "0x1")).rejects.toThrow("missing trie node");
});
