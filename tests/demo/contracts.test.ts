import { type Interface, MaxUint256, parseEther, Wallet } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Anvil, startAnvil } from "../support/anvil";
import { planAttacks } from "./attacks";
import { type Cast, castPlayers, fundCast } from "./cast";
import { type Chain, openChain } from "./chain";
import { compileContracts } from "./compile-contracts";
import { type Deployment, deployContracts } from "./deploy-contracts";
import { rememberStage } from "./remember-stage";
import { signSafeTransaction } from "./sign-safe-transaction";

let anvil: Anvil;
let chain: Chain;
let cast: Cast;
let deployed: Deployment;
let restoreStage: () => Promise<void>;

beforeAll(async () => {
  anvil = await startAnvil({ noMining: true });
  chain = openChain(anvil.url, 31_337);
  cast = castPlayers();
  await fundCast(chain, cast, 0);
  deployed = await deployContracts(chain, await compileContracts(), cast);
  restoreStage = await rememberStage(chain, deployed, cast);
});

afterAll(() => anvil.stop());

async function read(abi: Interface, to: string, name: string, ...args: unknown[]): Promise<unknown> {
  const data = abi.encodeFunctionData(name, args);
  const answer = await chain.rpc<string>("eth_call", { to, data }, "latest");
  return abi.decodeFunctionResult(name, answer)[0];
}

/** Sends a call, mines it and tells whether it succeeded. */
async function run(from: Wallet, to: string, data: string, value = 0n): Promise<boolean> {
  const { hash } = await chain.send({ from, to, data, value, gasLimit: 400_000n });
  await chain.mine();
  return (await chain.receipt(hash))?.status === "0x1";
}

const onVault = (from: Wallet, name: string, ...args: unknown[]) =>
  run(from, deployed.vault, deployed.abi.vault.encodeFunctionData(name, args));
const vaultOwner = () => read(deployed.abi.vault, deployed.vault, "owner");

test("contracts have the same addresses on every new chain, also in later runs", async () => {
  const second = await startAnvil({ noMining: true });
  try {
    const other = openChain(second.url, 31_337);
    await fundCast(other, cast, 7);
    const { abi: _, ...addresses } = await deployContracts(other, await compileContracts(), cast);
    const { abi: __, ...known } = deployed;
    expect(addresses).toEqual(known);
  } finally {
    await second.stop();
  }
});

test("a vault can be initialised only once, and its bare implementation never", async () => {
  expect(await onVault(cast.attacker, "initialize", cast.attacker.address)).toBe(false);
  const data = deployed.abi.vault.encodeFunctionData("initialize", [cast.attacker.address]);
  expect(await run(cast.attacker, deployed.vaultImplementation, data)).toBe(false);
});

test("renouncing ownership leaves the vault to nobody until the stage is restored", async () => {
  expect(await onVault(cast.attacker, "renounceOwnership")).toBe(false);
  expect(await onVault(cast.treasuryOwner, "renounceOwnership")).toBe(true);
  expect(await vaultOwner()).toBe("0x0000000000000000000000000000000000000000");
  expect(await onVault(cast.treasuryOwner, "pause")).toBe(false);
  await restoreStage();
  expect(await vaultOwner()).toBe(cast.treasuryOwner.address);
});

test("a paused vault takes no deposits and pays nothing out", async () => {
  const deposit = () => run(cast.attacker, deployed.vault, deployed.abi.vault.encodeFunctionData("deposit"), 5n);
  expect(await onVault(cast.treasuryOwner, "pause")).toBe(true);
  expect(await deposit()).toBe(false);
  expect(await onVault(cast.treasuryOwner, "withdraw", cast.attacker.address, 1n)).toBe(false);
  expect(await onVault(cast.treasuryOwner, "unpause")).toBe(true);
  expect(await deposit()).toBe(true);
  expect(await read(deployed.abi.vault, deployed.vault, "depositOf", cast.attacker.address)).toBe(5n);
});

test("an upgrade that sweeps empties the vault, emits Upgraded, and only the owner can do it", async () => {
  const sweep = deployed.abi.vaultV2.encodeFunctionData("sweep", [cast.attacker.address]);
  expect(await onVault(cast.attacker, "upgradeToAndCall", deployed.vaultV2, sweep)).toBe(false);
  expect(await onVault(cast.treasuryOwner, "upgradeTo", deployed.token)).toBe(false);

  const data = deployed.abi.vault.encodeFunctionData("upgradeToAndCall", [deployed.vaultV2, sweep]);
  const { hash } = await chain.send({ from: cast.treasuryOwner, to: deployed.vault, data, gasLimit: 400_000n });
  await chain.mine();
  const receipt = await chain.rpc<{ logs: { topics: string[]; data: string }[] }>("eth_getTransactionReceipt", hash);
  expect(receipt.logs.map((log) => deployed.abi.vaultV2.parseLog(log)?.name)).toEqual(["Upgraded", "Swept"]);
  expect(await chain.rpc("eth_getBalance", deployed.vault, "latest")).toBe("0x0");
  expect(await read(deployed.abi.vault, deployed.vault, "version")).toBe(2n);

  await restoreStage();
  expect(await read(deployed.abi.vault, deployed.vault, "version")).toBe(1n);
  expect(BigInt(await chain.rpc<string>("eth_getBalance", deployed.vault, "latest"))).toBe(parseEther("5000"));
});

test("an unlimited approval lets the spender take tokens and never runs down", async () => {
  const { token, abi } = deployed;
  const approve = abi.token.encodeFunctionData("approve", [cast.attacker.address, MaxUint256]);
  expect(await run(cast.operator, token, approve)).toBe(true);
  const take = abi.token.encodeFunctionData("transferFrom", [cast.operator.address, cast.attacker.address, 9n]);
  expect(await run(cast.attacker, token, take)).toBe(true);
  expect(await read(abi.token, token, "balanceOf", cast.attacker.address)).toBe(9n);
  expect(await read(abi.token, token, "allowance", cast.operator.address, cast.attacker.address)).toBe(MaxUint256);
});

test("the multisig runs what enough owners signed, once", async () => {
  const { safe, token, abi } = deployed;
  const data = abi.token.encodeFunctionData("transferOwnership", [cast.attacker.address]);
  const signed = await signSafeTransaction(chain, deployed, { to: token, data, signers: cast.safeOwners.slice(1) });
  expect(await run(cast.attacker, safe, signed)).toBe(true);
  expect(await read(abi.token, token, "owner")).toBe(cast.attacker.address);
  expect(await run(cast.attacker, safe, signed)).toBe(false);
  await restoreStage();
});

test.for([
  { who: "one owner", pick: (c: Cast) => c.safeOwners.slice(0, 1) },
  { who: "one owner twice", pick: (c: Cast) => c.safeOwners.flatMap((o) => [o, o]).slice(0, 2) },
  { who: "an owner and a stranger", pick: (c: Cast) => [...c.safeOwners.slice(0, 1), c.attacker] },
])("the multisig refuses what only $who signed", async ({ pick }) => {
  const { safe, abi } = deployed;
  const data = abi.safe.encodeFunctionData("addOwnerWithThreshold", [cast.attacker.address, 1]);
  const signed = await signSafeTransaction(chain, deployed, { to: safe, data, signers: pick(cast) });
  expect(await run(cast.attacker, safe, signed)).toBe(false);
  expect(await read(abi.safe, safe, "isOwner", cast.attacker.address)).toBe(false);
});

test("the multisig changes its owners and threshold only through itself", async () => {
  const { safe, abi } = deployed;
  const newcomer = Wallet.createRandom().address;
  const data = abi.safe.encodeFunctionData("addOwnerWithThreshold", [newcomer, 3]);
  expect(await run(cast.safeOwners[0] ?? cast.attacker, safe, data)).toBe(false);
  const signed = await signSafeTransaction(chain, deployed, { to: safe, data, signers: cast.safeOwners });
  expect(await run(cast.attacker, safe, signed)).toBe(true);
  expect(await read(abi.safe, safe, "isOwner", newcomer)).toBe(true);
  expect(await read(abi.safe, safe, "getThreshold")).toBe(3n);
  await restoreStage();
  expect(await read(abi.safe, safe, "getThreshold")).toBe(2n);
});

test("a transaction is replaced while it waits", async () => {
  const from = cast.attacker;
  const first = await chain.send({ from, to: cast.operator.address, value: 1n });
  const second = await chain.send({ from, to: from.address, replacesNonce: first.nonce });
  await chain.mine();
  expect(await chain.receipt(first.hash)).toBeNull();
  expect((await chain.receipt(second.hash))?.status).toBe("0x1");
});

test("every attack of the story does the same in the second round as in the first", async () => {
  const round = async () => {
    const outcomes: [string, boolean][] = [];
    for (const attack of planAttacks(chain, deployed, cast)) {
      await restoreStage();
      const { from, to = "", data = "0x" } = await attack.prepare();
      outcomes.push([attack.what, await run(from, to, data)]);
    }
    return outcomes;
  };
  const first = await round();
  expect(first.filter(([, succeeded]) => !succeeded).map(([what]) => what)).toEqual([
    "an outsider tries to upgrade the treasury (and will fail)",
  ]);
  expect(await round()).toEqual(first);
});
