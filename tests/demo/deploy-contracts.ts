import { ContractFactory, getCreateAddress, Interface } from "ethers";

import { type Cast, setBalance } from "./cast";
import type { Chain, Draft } from "./chain";
import type { CompiledContract, CompiledContracts } from "./compile-contracts";

/** Where the demo's contracts stand and how to call them. */
export interface Deployment {
  /** The proxy: what people know as the treasury. */
  vault: string;
  vaultImplementation: string;
  /** The implementation an attacker upgrades to. */
  vaultV2: string;
  token: string;
  safe: string;
  abi: { vault: Interface; vaultV2: Interface; token: Interface; safe: Interface };
}

const ETHER = 10n ** 18n;

/** What the treasury holds when nobody has robbed it. */
export const TREASURY_WEI = 5_000n * ETHER;

const DEPLOY_GAS = 5_000_000n;

/**
 * Deploys the vault behind its proxy, the token and the multisig, and hands out tokens. Everything is mined when it
 * returns.
 *
 * @throws Error naming the contract whose deployment failed.
 */
export async function deployContracts(chain: Chain, contracts: CompiledContracts, cast: Cast): Promise<Deployment> {
  const { deployer, treasuryOwner, safeOwners } = cast;
  const first = Number(await chain.rpc<string>("eth_getTransactionCount", deployer.address, "latest"));
  const addressOf = (index: number) => getCreateAddress({ from: deployer.address, nonce: first + index });
  const abi = {
    vault: new Interface(contracts.TreasuryVault.abi),
    vaultV2: new Interface(contracts.TreasuryVaultV2.abi),
    token: new Interface(contracts.DemoToken.abi),
    safe: new Interface(contracts.DemoSafe.abi),
  };
  const initialize = abi.vault.encodeFunctionData("initialize", [treasuryOwner.address]);
  const owners = safeOwners.map((owner) => owner.address);
  const safe = addressOf(3);

  const creations = [
    creation(contracts.TreasuryVault),
    creation(contracts.VaultProxy, addressOf(0), initialize),
    creation(contracts.TreasuryVaultV2),
    creation(contracts.DemoSafe, owners, 2),
    creation(contracts.DemoToken, "Demo Dollar", "dUSD", deployer.address),
  ];
  await sendAll(
    chain,
    creations.map((data) => ({ from: deployer, data, gasLimit: DEPLOY_GAS })),
  );
  const deployment = {
    vaultImplementation: addressOf(0),
    vault: addressOf(1),
    vaultV2: addressOf(2),
    safe,
    token: addressOf(4),
    abi,
  };
  await handOutTokens(chain, deployment, cast);
  await setBalance(chain, deployment.vault, TREASURY_WEI);
  return deployment;
}

async function handOutTokens(chain: Chain, { token, safe, abi }: Deployment, { deployer, operator, crowd }: Cast) {
  const call = (name: string, ...args: unknown[]) => ({
    from: deployer,
    to: token,
    data: abi.token.encodeFunctionData(name, args),
  });
  const mints = crowd.map((person) => call("mint", person.address, 100_000n * ETHER));
  mints.push(call("mint", operator.address, 2_500_000n * ETHER), call("transferOwnership", safe));
  await sendAll(chain, mints);
}

function creation({ abi, bytecode }: CompiledContract, ...args: unknown[]): string {
  const factory = new ContractFactory(abi, bytecode);
  return factory.bytecode + factory.interface.encodeDeploy(args).slice(2);
}

/** One after the other, so that nonces are in order; one block for all of them. */
async function sendAll(chain: Chain, drafts: Draft[]): Promise<void> {
  const sent = [];
  for (const draft of drafts) sent.push(await chain.send(draft));
  await chain.mine();
  for (const [index, { hash }] of sent.entries()) {
    const receipt = await chain.receipt(hash);
    if (receipt?.status !== "0x1") throw new Error(`set-up transaction ${index} of ${sent.length} failed (${hash})`);
  }
}
