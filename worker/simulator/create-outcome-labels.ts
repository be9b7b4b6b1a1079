import { setTimeout as sleep } from "node:timers/promises";

import type { Logger } from "pino";

import { intentOf } from "~/domain/transactions/intent";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { Simulator } from "./simulator";

/** The alert's message goes first: on a small machine the simulation's work would be in its way. */
const AFTER_MS = 50;

interface OutcomeLabelsOptions {
  log: Logger;
  simulator: Simulator;
  /** Resolves when every alert handed over so far is written. */
  settled: () => Promise<void>;
  save: (simulation: { hash: string; sender: string; nonce: bigint; outcome: SimulatedOutcome }) => Promise<void>;
}

/**
 * Simulates transactions that raised alerts and puts the outcome on those: after they are out, so that no alert waits
 * for a node. A label that can't be had or written is left away; the alert is there all the same.
 */
export function createOutcomeLabels({ log, simulator, settled, save }: OutcomeLabelsOptions) {
  let isFailing = false;
  const label = async (transaction: RpcTransaction) => {
    const intent = intentOf(transaction);
    if (intent === null) return;
    await sleep(AFTER_MS);
    const outcome = await simulator.outcomeOf(transaction, intent.sender);
    // Nobody could tell, and nobody is helped by reading so.
    if (outcome.kind === "unknown" && outcome.blockNumber === null) return;
    await settled();
    await save({ hash: transaction.hash, sender: intent.sender, nonce: intent.nonce, outcome });
    isFailing = false;
  };
  return {
    /** Returns at once. */
    add(transaction: RpcTransaction): void {
      label(transaction).catch((error: unknown) => {
        if (!isFailing) log.warn({ err: error }, "outcomes of simulations can't be kept");
        isFailing = true;
      });
    },
  };
}
