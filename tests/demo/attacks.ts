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
  /** Its sender replaces it while it is still waiting. Without `with`: by an empty transfer to himself, as wallets do. */
  replaced?: { afterMs: number; with?: (draft: Draft) => Draft };
}

const ETHER = 10n ** 18n;
const GAS = 400_000n;

/** Every kind of danger that the demo shows, in the order of the show; it starts again after the last. */
export function planAttacks(chain: Chain, deployment: Deployment, cast: Cast): Attack[] {
  return [
    ...planNovelties(chain, deployment, cast),
    ...planPlainCalls(deployment, cast),
    ...planMultisig(chain, deployment, cast),
  ];
}

/** One attack that everybody would see, and then those that a look at the called function does not show. */
function planNovelties(chain: Chain, deployment: Deployment, cast: Cast): Attack[] {
  const { vaultV2, token, reserve, router, abi } = deployment;
  const { treasuryOwner, operator, attacker } = cast;
  const sweep = abi.vaultV2.encodeFunctionData("sweep", [attacker.address]);
  return [
    {
      what: "the stolen owner key renounces ownership of the treasury",
      prepare: () => onVault(deployment, treasuryOwner, "renounceOwnership"),
    },
    {
      what: "an upgrade of the reserve, hidden in a transaction of the multisig",
      prepare: () =>
        throughSafe(chain, deployment, cast, reserve, abi.vault.encodeFunctionData("upgradeTo", [vaultV2])),
    },
    {
      what: "750,000 dUSD leave the operator's wallet for a stranger (payments to the treasury go on unnoticed)",
      prepare: () => tokens(deployment, operator, "transfer", attacker.address, 750_000n * ETHER),
    },
    {
      what: "a stranger has a router pay him 600,000 dUSD: the calldata names neither the token nor the wallet",
      prepare: () => {
        const data = abi.router.encodeFunctionData("settle", [7_421, 600_000n * ETHER]);
        return { from: attacker, to: router, data, gasLimit: GAS };
      },
    },
    {
      what: "a withdrawal waits, and is replaced by an upgrade that sweeps the treasury three seconds later",
      prepare: () => onVault(deployment, treasuryOwner, "withdraw", attacker.address, 2_000n * ETHER),
      replaced: { afterMs: 3000, with: () => onVault(deployment, treasuryOwner, "upgradeToAndCall", vaultV2, sweep) },
    },
    {
      what: "an outsider tries to upgrade the treasury (and will fail)",
      prepare: () => onVault(deployment, attacker, "upgradeTo", vaultV2),
    },
    {
      what: "the operator's wallet approves a stranger for all of its tokens",
      prepare: () => tokens({ token, abi }, operator, "approve", attacker.address, MaxUint256),
    },
  ];
}

function planPlainCalls(deployment: Deployment, { treasuryOwner, attacker }: Cast): Attack[] {
  const { vaultV2 } = deployment;
  return [
    {
      what: "3,500 ETH are being withdrawn from the treasury",
      prepare: () => onVault(deployment, treasuryOwner, "withdraw", attacker.address, 3_500n * ETHER),
    },
    {
      what: "the treasury is being handed to the attacker",
      prepare: () => onVault(deployment, treasuryOwner, "transferOwnership", attacker.address),
    },
    {
      what: "ownership is being transferred, and withdrawn again by a replacement three seconds later",
      prepare: () => onVault(deployment, treasuryOwner, "transferOwnership", attacker.address),
      replaced: { afterMs: 3000 },
    },
    {
      what: "the treasury is being paused",
      prepare: () => onVault(deployment, treasuryOwner, "pause"),
    },
    {
      what: "the treasury is being upgraded",
      prepare: () => onVault(deployment, treasuryOwner, "upgradeTo", vaultV2),
    },
  ];
}

function planMultisig(chain: Chain, deployment: Deployment, cast: Cast): Attack[] {
  const { token, safe, abi } = deployment;
  return [
    {
      what: "the multisig hands the token to the attacker, two of three owners signed",
      prepare: () => {
        const data = abi.token.encodeFunctionData("transferOwnership", [cast.attacker.address]);
        return throughSafe(chain, deployment, cast, token, data);
      },
    },
    {
      what: "the multisig lowers its own threshold to one signature",
      prepare: () => throughSafe(chain, deployment, cast, safe, abi.safe.encodeFunctionData("changeThreshold", [1])),
    },
  ];
}

type Contracts<Name extends "vault" | "token"> = Record<Name, string> & { abi: Deployment["abi"] };

function onVault({ vault, abi }: Contracts<"vault">, from: Draft["from"], name: string, ...args: unknown[]): Draft {
  return { from, to: vault, data: abi.vault.encodeFunctionData(name, args), gasLimit: GAS };
}

function tokens({ token, abi }: Contracts<"token">, from: Draft["from"], name: string, ...args: unknown[]): Draft {
  return { from, to: token, data: abi.token.encodeFunctionData(name, args), gasLimit: GAS };
}

/** Two of three owners have signed; anybody may send it. */
async function throughSafe(
  chain: Chain,
  deployment: Deployment,
  { attacker, safeOwners }: Cast,
  to: string,
  data: string,
): Promise<Draft> {
  const signed = await signSafeTransaction(chain, deployment, { to, data, signers: safeOwners.slice(0, 2) });
  return { from: attacker, to: deployment.safe, data: signed, gasLimit: GAS };
}
