import { ContractFactory, getCreateAddress, Interface, MaxUint256 } from "ethers";

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
  /** A second treasury behind the same code, owned by the multisig. */
  reserve: string;
  /** Pays out of the operator's wallet. Nobody watches it. */
  router: string;
  abi: { vault: Interface; vaultV2: Interface; token: Interface; safe: Interface; router: Interface };
}

const ETHER = 10n ** 18n;

/** What a treasury holds when nobody has robbed it. */
export const TREASURY_WEI = 5_000n * ETHER;

const DEPLOY_GAS = 5_000_000n;

/** Where the contracts stand on every chain that was begun by `deployContracts`: only the deployer's nonces decide. */
export function locateContracts(contracts: CompiledContracts, { deployer }: Pick<Cast, "deployer">): Deployment {
  const addressOf = (nonce: number) => getCreateAddress({ from: deployer.address, nonce });
  return {
    vaultImplementation: addressOf(0),
    vault: addressOf(1),
    vaultV2: addressOf(2),
    safe: addressOf(3),
    token: addressOf(4),
    reserve: addressOf(5),
    router: addressOf(6),
    abi: {
      vault: new Interface(contracts.TreasuryVault.abi),
      vaultV2: new Interface(contracts.TreasuryVaultV2.abi),
      token: new Interface(contracts.DemoToken.abi),
      safe: new Interface(contracts.DemoSafe.abi),
      router: new Interface(contracts.PaymentRouter.abi),
    },
  };
}

/**
 * Deploys the vaults behind their proxies, the token, the multisig and the router on a new chain, and hands out tokens.
 * Everything is mined when it returns.
 *
 * @throws Error naming the contract whose deployment failed.
 */
export async function deployContracts(chain: Chain, contracts: CompiledContracts, cast: Cast): Promise<Deployment> {
  const { deployer, treasuryOwner, operator, safeOwners } = cast;
  const deployment = locateContracts(contracts, cast);
  const { vaultImplementation, vault, reserve, safe, token, abi } = deployment;
  const ownedBy = (owner: string) => abi.vault.encodeFunctionData("initialize", [owner]);
  const owners = safeOwners.map((owner) => owner.address);

  // In the order of the nonces by which they are located.
  const creations = [
    creation(contracts.TreasuryVault),
    creation(contracts.VaultProxy, vaultImplementation, ownedBy(treasuryOwner.address)),
    creation(contracts.TreasuryVaultV2),
    creation(contracts.DemoSafe, owners, 2),
    creation(contracts.DemoToken, "Demo Dollar", "dUSD", deployer.address),
    creation(contracts.VaultProxy, vaultImplementation, ownedBy(safe)),
    creation(contracts.PaymentRouter, token, operator.address),
  ];
  await sendAll(
    chain,
    creations.map((data) => ({ from: deployer, data, gasLimit: DEPLOY_GAS })),
  );
  await handOutTokens(chain, deployment, cast);
  for (const treasury of [vault, reserve]) await setBalance(chain, treasury, TREASURY_WEI);
  return deployment;
}

async function handOutTokens(chain: Chain, { token, safe, router, abi }: Deployment, cast: Cast) {
  const { deployer, operator, crowd } = cast;
  const call = (from: Draft["from"], name: string, ...args: unknown[]): Draft => ({
    from,
    to: token,
    data: abi.token.encodeFunctionData(name, args),
  });
  await sendAll(chain, [
    ...crowd.map((person) => call(deployer, "mint", person.address, 100_000n * ETHER)),
    call(deployer, "mint", operator.address, 2_500_000n * ETHER),
    call(deployer, "transferOwnership", safe),
    call(operator, "approve", router, MaxUint256),
  ]);
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
