/**
 * A transaction as a node's JSON-RPC gives it (execution-apis `eth_getTransactionByHash`): every quantity is 0x-hex.
 * Nodes differ: erigon's pending feed has no `from`, a contract creation has `to: null`, and a pending transaction's
 * block fields are null.
 */
export interface RpcTransaction {
  hash: string;
  /** Absent when the node does not recover senders for its pending feed (erigon). */
  from?: string;
  to: string | null;
  input: string;
  /** Wei, hex. */
  value: string;
  nonce: string;
  gas: string;
  gasPrice?: string;
  maxFeePerGas?: string;
  maxPriorityFeePerGas?: string;
  type?: string;
  chainId?: string;
  blockHash?: string | null;
  blockNumber?: string | null;
  transactionIndex?: string | null;
  r?: string;
  s?: string;
  v?: string;
  yParity?: string;
  accessList?: { address: string; storageKeys: string[] }[];
}
