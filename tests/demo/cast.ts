import { HDNodeWallet, type Wallet, Wallet as WalletClass } from "ethers";

import type { Chain } from "./chain";

/** Everybody who plays in the demo. */
export interface Cast {
  /** Deploys the contracts. Its nonces start at 0 on every new chain, so the contracts' addresses never change. */
  deployer: Wallet;
  /** Owns the treasury; the key is in the attacker's hands. */
  treasuryOwner: Wallet;
  /** Holds the company's tokens. */
  operator: Wallet;
  attacker: Wallet;
  safeOwners: Wallet[];
  /** Ordinary people. */
  crowd: Wallet[];
}

/** The development mnemonic that local chains share; worthless anywhere else. */
const MNEMONIC = "test test test test test test test test test test test junk";
const CROWD_SIZE = 24;
const ETHER = 10n ** 18n;

/** The same accounts at every start. */
export function castPlayers(): Cast {
  const root = HDNodeWallet.fromPhrase(MNEMONIC, "", "m/44'/60'/0'/0");
  const player = (index: number) => new WalletClass(root.deriveChild(index).privateKey);
  return {
    deployer: player(0),
    treasuryOwner: player(1),
    operator: player(2),
    attacker: player(3),
    safeOwners: [4, 5, 6].map(player),
    crowd: Array.from({ length: CROWD_SIZE }, (_, index) => player(100 + index)),
  };
}

/**
 * Gives everybody ether and a first nonce. The chain may have lost what the last start did (it was killed), but Sentinel
 * remembers: an alert's identity is its sender and nonce, so each run (counted from 0) gets nonces that no earlier run
 * used.
 */
export async function fundCast(chain: Chain, { deployer, ...cast }: Cast, run: number): Promise<void> {
  const everybody = [cast.treasuryOwner, cast.operator, cast.attacker, ...cast.safeOwners, ...cast.crowd];
  await setBalance(chain, deployer.address, 10_000n * ETHER);
  await Promise.all(
    everybody.map(async ({ address }) => {
      await setBalance(chain, address, 1_000_000n * ETHER);
      await chain.setNonce(address, run * 1_000_000);
    }),
  );
}

/** Sets an account's ether out of thin air. */
export function setBalance(chain: Chain, address: string, wei: bigint): Promise<unknown> {
  return chain.rpc("anvil_setBalance", address, `0x${wei.toString(16)}`);
}
