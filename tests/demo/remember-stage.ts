import { AbiCoder, keccak256 } from "ethers";

import { type Cast, setBalance } from "./cast";
import type { Chain } from "./chain";
import { type Deployment, TREASURY_WEI } from "./deploy-contracts";

/** EIP-1967: keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

const word = (slot: number) => `0x${slot.toString(16).padStart(64, "0")}`;

/** Where Solidity keeps an address's entry of the mapping at a slot. */
const entryOf = (address: string, slot: number) =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [address, slot]));

/**
 * Notes who owns what, so that a successful attack can be undone and the next one find something to attack: the vaults'
 * owner, pause and implementation, the token's owner, the operator's tokens, the multisig's threshold, the treasuries'
 * ether.
 *
 * @returns A function that puts it all back through the local node's storage cheat, without a transaction.
 */
export async function rememberStage(
  chain: Chain,
  { vault, reserve, token, safe }: Deployment,
  { operator }: Pick<Cast, "operator">,
): Promise<() => Promise<void>> {
  const watched = [
    ...[vault, reserve].flatMap((address) => [
      { address, slot: word(0) }, // owner, paused, initialized
      { address, slot: IMPLEMENTATION_SLOT },
    ]),
    { address: token, slot: word(3) }, // owner
    { address: token, slot: entryOf(operator.address, 4) }, // balanceOf
    { address: safe, slot: word(2) }, // threshold
  ];
  const noted = await Promise.all(
    watched.map(async (place) => ({
      ...place,
      value: await chain.rpc<string>("eth_getStorageAt", place.address, place.slot, "latest"),
    })),
  );
  return async () => {
    for (const { address, slot, value } of noted) await chain.rpc("anvil_setStorageAt", address, slot, value);
    for (const treasury of [vault, reserve]) {
      const left = BigInt(await chain.rpc<string>("eth_getBalance", treasury, "latest"));
      if (left < TREASURY_WEI) await setBalance(chain, treasury, TREASURY_WEI);
    }
  };
}
