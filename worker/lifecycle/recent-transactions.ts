import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** Half a second of a busy chain: longer than an alert takes from its frame into the open ones. A power of two. */
const SLOTS = 512;
/** Larger calldata is not worth keeping alive for this: with it memory is bounded to some megabytes. */
const MAX_INPUT_CHARACTERS = 10_000;

/**
 * The last pending transactions. Between the moment when a transaction is matched and the one when its alert can be read
 * lie some milliseconds, in which its sender may have sent another one already: that is looked up here afterwards.
 * Remembering costs a write into a slot, and allocates nothing.
 */
export class RecentTransactions {
  private readonly slots: (RpcTransaction | undefined)[] = new Array(SLOTS).fill(undefined);
  private next = 0;

  remember(transaction: RpcTransaction): void {
    if (transaction.input.length > MAX_INPUT_CHARACTERS) return;
    this.slots[this.next & (SLOTS - 1)] = transaction;
    this.next += 1;
  }

  /** In the order in which they were seen. */
  *list(): Generator<RpcTransaction> {
    for (let at = 0; at < SLOTS; at++) {
      const transaction = this.slots[(this.next + at) & (SLOTS - 1)];
      if (transaction !== undefined) yield transaction;
    }
  }
}
