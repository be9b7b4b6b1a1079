/** What is known of a transaction once it is in a block. */
export interface MinedFacts {
  blockNumber: bigint;
  blockHash: string;
  /** The block's timestamp, ms since the epoch. */
  blockAtMs: number;
  transactionIndex: number;
  /** Null when no receipt was read, or for blocks before Byzantium, whose receipts have no status. */
  status: "Success" | "Failure" | null;
  gasUsed: bigint | null;
  /** Wei. */
  effectiveGasPrice: bigint | null;
}
