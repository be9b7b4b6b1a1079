import { setBalance } from "./cast";
import type { Chain } from "./chain";
import { type Deployment, TREASURY_WEI } from "./deploy-contracts";

/** EIP-1967: keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

const word = (slot: number) => `0x${slot.toString(16).padStart(64, "0")}`;

/**
 * Notes who owns what, so that a successful attack can be undone and the next one find something to attack: the vault's
 * owner, pause and implementation, the token's owner, the multisig's threshold, the treasury's ether.
 *
 * @returns A function that puts it all back through the local node's storage cheat, without a transaction.
 */
export async function rememberStage(chain: Chain, { vault, token, safe }: Deployment): Promise<() => Promise<void>> {
  const watched = [
    { address: vault, slot: word(0) }, // owner, paused, initialized
    { address: vault, slot: IMPLEMENTATION_SLOT },
    { address: token, slot: word(3) }, // owner
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
    const left = BigInt(await chain.rpc<string>("eth_getBalance", vault, "latest"));
    if (left < TREASURY_WEI) await setBalance(chain, vault, TREASURY_WEI);
  };
}
