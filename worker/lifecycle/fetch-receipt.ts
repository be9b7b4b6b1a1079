import type { RpcRequest } from "./types";

/** The part of a transaction receipt (`eth_getTransactionReceipt`) that says how it ended. */
export interface Receipt {
  transactionHash: string;
  blockHash: string;
  blockNumber: string;
  /** "0x1" or "0x0"; before Byzantium (2017) there was none. */
  status?: string;
}

/** Null while the transaction isn't mined, or isn't known to be by the endpoint that answers. */
export function fetchReceipt(request: RpcRequest, hash: string): Promise<Receipt | null> {
  return request<Receipt | null>("eth_getTransactionReceipt", [hash]);
}
