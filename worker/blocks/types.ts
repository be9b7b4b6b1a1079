import type { EventLog } from "~/domain/transactions/event-log";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** The part of a transaction receipt (execution-apis `eth_getTransactionReceipt`) that Sentinel reads. */
export interface Receipt {
  /** Lower case. */
  transactionHash: string;
  blockHash: string;
  blockNumber: bigint;
  /** Null before Byzantium (2017), whose receipts have none. */
  status: "Success" | "Failure" | null;
  gasUsed: bigint | null;
  /** Wei. */
  effectiveGasPrice: bigint | null;
  logs: readonly EventLog[];
}

/** A mined block, whole. */
export interface MinedBlock {
  number: bigint;
  hash: string;
  parentHash: string;
  /** The block's own timestamp, ms since the epoch. */
  atMs: number;
  /** When this worker first heard of it, ms since the epoch. */
  arrivedAtMs: number;
  transactions: readonly RpcTransaction[];
  /** By transaction hash; null when nobody wanted them (see `BlockConsumer.wantsReceipts`). */
  receipts: ReadonlyMap<string, Receipt> | null;
  /** `backfill`: read after a gap, beside the newest heads. */
  source: "live" | "backfill";
}

/** Who reads blocks. Consumers are asked one block at a time, live ones in the order of the chain. */
export interface BlockConsumer {
  /** Whether this block's receipts (status, gas, logs) are needed; one request for all consumers. */
  wantsReceipts(block: Omit<MinedBlock, "receipts">): boolean | Promise<boolean>;
  /** Resolves when what was found in it is safely kept: only then does the checkpoint move past it. */
  onBlock(block: MinedBlock): Promise<void>;
  /** Blocks that are no longer part of the chain, the highest first; called before the blocks that took their place. */
  onReorganised(orphaned: readonly { number: bigint; hash: string }[]): Promise<void>;
}

/** One JSON-RPC call; throws `RpcError` when the node answers with an error, anything else when none answers. */
export type RpcRequest = <T>(method: string, params: unknown[]) => Promise<T>;
