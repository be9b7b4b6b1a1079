import { MaxUint256 } from "ethers";

import type { Cast } from "./cast";
import type { Chain, Draft } from "./chain";
import type { Deployment } from "./deploy-contracts";
import { signSafeTransaction } from "./sign-safe-transaction";

/** Something dangerous that somebody is about to do. */
export interface Attack {
  /** What the terminal says of it. */
  what: string;
  prepare: () => Promise<Draft> | Draft;
  /** Its sender withdraws it after this time, while it is still waiting. */
  cancelAfterMs?: number;
}

const ETHER = 10n ** 18n;
const GAS = 400_000n;

/** Every kind of danger that the demo shows, in the order of the show; it starts again after the last. */
export function planAttacks(chain: Chain, deployment: Deployment, cast: Cast): Attack[] {
  const { vault, vaultV2, token, safe, abi } = deployment;
  const { treasuryOwner, operator, attacker, safeOwners } = cast;
  const onVault = (from: Draft["from"], name: string, ...args: unknown[]): Draft => ({
    from,
    to: vault,
    data: abi.vault.encodeFunctionData(name, args),
    gasLimit: GAS,
  });
  const throughSafe = async (to: string, data: string): Promise<Draft> => ({
    from: attacker,
    to: safe,
    data: await signSafeTransaction(chain, deployment, { to, data, signers: safeOwners.slice(0, 2) }),
    gasLimit: GAS,
  });

  return [
    {
      what: "the stolen owner key renounces ownership of the treasury",
      prepare: () => onVault(treasuryOwner, "renounceOwnership"),
    },
    {
      what: "3,500 ETH are being withdrawn from the treasury",
      prepare: () => onVault(treasuryOwner, "withdraw", attacker.address, 3_500n * ETHER),
    },
    {
      what: "the treasury is being upgraded to code that sweeps it in the same call",
      prepare: () => {
        const sweep = abi.vaultV2.encodeFunctionData("sweep", [attacker.address]);
        return onVault(treasuryOwner, "upgradeToAndCall", vaultV2, sweep);
      },
    },
    {
      what: "the operator's wallet approves a stranger for all of its tokens",
      prepare: () => ({
        from: operator,
        to: token,
        data: abi.token.encodeFunctionData("approve", [attacker.address, MaxUint256]),
        gasLimit: GAS,
      }),
    },
    {
      what: "the treasury is being handed to the attacker",
      prepare: () => onVault(treasuryOwner, "transferOwnership", attacker.address),
    },
    {
      what: "an outsider tries to upgrade the treasury (and will fail)",
      prepare: () => onVault(attacker, "upgradeTo", vaultV2),
    },
    {
      what: "ownership is being transferred, and withdrawn again by a replacement three seconds later",
      prepare: () => onVault(treasuryOwner, "transferOwnership", attacker.address),
      cancelAfterMs: 3000,
    },
    {
      what: "the treasury is being paused",
      prepare: () => onVault(treasuryOwner, "pause"),
    },
    {
      what: "the multisig hands the token to the attacker, two of three owners signed",
      prepare: () => throughSafe(token, abi.token.encodeFunctionData("transferOwnership", [attacker.address])),
    },
    {
      what: "the treasury is being upgraded",
      prepare: () => onVault(treasuryOwner, "upgradeTo", vaultV2),
    },
    {
      what: "the multisig lowers its own threshold to one signature",
      prepare: () => throughSafe(safe, abi.safe.encodeFunctionData("changeThreshold", [1])),
    },
  ];
}
