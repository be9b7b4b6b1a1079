/**
 * A log of a mined transaction as a receipt gives it (execution-apis `eth_getTransactionReceipt`). `topics` has up to
 * four entries; a contract may log without any (LOG0).
 */
export interface EventLog {
  /** Lower case. */
  address: string;
  /** 32 bytes each, 0x-hex in lower case. */
  topics: readonly string[];
  /** 0x-hex in lower case. */
  data: string;
  /** Position in the block. */
  logIndex: number;
}
