import { intentOf } from "~/domain/transactions/intent";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/**
 * A recovery takes about 2 ms, so that these are 5 % of a core: as many as a node without senders (erigon) announces on
 * mainnet at its usual rate. What is left out is matched again, with its sender, when it is mined.
 */
const RECOVERIES_PER_SECOND = 25;

/** Recovers senders that a node left out, within a budget: a flood must not hold up the socket. */
export class SenderRecovery {
  #second = 0;
  #left = RECOVERIES_PER_SECOND;

  /** Lower case; null when it can't be recovered, or not now. */
  recover(transaction: RpcTransaction): string | null {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#left = RECOVERIES_PER_SECOND;
    }
    if (this.#left === 0) return null;
    this.#left -= 1;
    return intentOf(transaction)?.sender ?? null;
  }
}
