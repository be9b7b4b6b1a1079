import type { OpenAlertTransaction } from "~/domain/alerts/list-open-transactions.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** A pending transaction that an alert still waits for. Several alerts may wait for the same one. */
export type OpenTransaction = OpenAlertTransaction;

interface InBlock {
  alertId: string;
  blockNumber: bigint;
  blockHash: string;
  /** The block's timestamp in milliseconds. */
  atMs: number;
}

/**
 * What became of an open transaction.
 * - `confirmed`, `failed`: it was mined, by its receipt's status. `hash` is another one than the alert's when the
 *   sender raised the fee and left everything else alone (a speed-up).
 * - `replaced`: the sender's nonce was used by another call, `byHash`. `isCancellation`: an empty one to himself.
 */
export type TransactionOutcome =
  | (InBlock & { kind: "confirmed" | "failed"; hash: string })
  | (InBlock & { kind: "replaced"; byHash: string; isCancellation: boolean });

/** A mined block with its whole transactions. */
export interface MinedBlock {
  number: bigint;
  hash: string;
  atMs: number;
  transactions: RpcTransaction[];
}

/** One JSON-RPC call; throws `RpcError` when the node answers with an error, anything else when none answers. */
export type RpcRequest = <T>(method: string, params: unknown[]) => Promise<T>;
