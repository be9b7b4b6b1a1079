import { setTimeout as sleep } from "node:timers/promises";

import type { Cast } from "./cast";
import type { Chain, Draft } from "./chain";
import type { Deployment } from "./deploy-contracts";

const ETHER = 10n ** 18n;
const FINNEY = 10n ** 15n;
/** What sending ether to a person takes. */
const TRANSFER_GAS = 21_000n;
/** The share of transactions that are as large as an attack, and go to one's own: one in 25 s or so. */
const LARGE_PAYMENTS = 0.015;
/** A node that refuses this many transactions in a row is gone. */
const MAX_FAILURES = 20;

/**
 * Ordinary life: deposits, token payments and plain ether between many people, and now and then a large payment of the
 * operator to the treasury's multisig; two to four transactions a second, until the signal. Deposits fail while the
 * treasury is paused; that is ordinary too.
 *
 * @throws Error when the chain takes no transactions any more.
 */
export async function runTraffic(chain: Chain, deployment: Deployment, cast: Cast, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await chain.send(ordinary(deployment, cast));
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures > MAX_FAILURES && !signal.aborted)
        throw new Error("the chain takes no transactions", { cause: error });
    }
    await pause(250 + Math.random() * 250, signal);
  }
}

/** Sleeps, but not beyond the signal. */
async function pause(forMs: number, signal: AbortSignal): Promise<void> {
  await sleep(forMs, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function ordinary({ vault, token, safe, abi }: Deployment, { crowd, operator }: Cast): Draft {
  if (Math.random() < LARGE_PAYMENTS) {
    return { from: operator, to: token, data: abi.token.encodeFunctionData("transfer", [safe, 510_000n * ETHER]) };
  }
  const from = pick(crowd);
  const to = pick(crowd.filter((person) => person !== from)).address;
  const kind = Math.random();
  if (kind < 0.5) {
    const amount = BigInt(1 + Math.floor(Math.random() * 900)) * 10n ** 17n;
    return { from, to: token, data: abi.token.encodeFunctionData("transfer", [to, amount]) };
  }
  const value = BigInt(1 + Math.floor(Math.random() * 900)) * FINNEY;
  if (kind < 0.8) return { from, to: vault, data: abi.vault.encodeFunctionData("deposit"), value };
  return { from, to, value, gasLimit: TRANSFER_GAS };
}

function pick<T>(list: T[]): T {
  const chosen = list[Math.floor(Math.random() * list.length)];
  if (chosen === undefined) throw new Error("nobody to choose from");
  return chosen;
}
