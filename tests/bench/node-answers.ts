import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** A JSON-RPC request as it comes over the socket. */
export interface NodeRequest {
  id: number;
  method: string;
  params?: unknown[];
}

const CHAIN_ID = "0x1";
const PENDING_ID = "0x9cef478923ff08bf67fde6c64013158d";
const HEADS_ID = "0x3c2b8f7d0a1e4f5b6c7d8e9f0a1b2c3d";
const HEAD = {
  number: "0x17d7840",
  hash: `0x${"01".repeat(32)}`,
  parentHash: `0x${"02".repeat(32)}`,
  transactions: [],
};

/** What geth says to a request, as the text of a frame. A chain of one block, which stays the last. */
export function answerAsNode(request: NodeRequest, byHash: ReadonlyMap<string, RpcTransaction>): string {
  const result = resultOf(request, byHash);
  const error = { code: -32601, message: `the method ${request.method} does not exist/is not available` };
  return JSON.stringify({ jsonrpc: "2.0", id: request.id, ...(result === undefined ? { error } : { result }) });
}

export function isPendingSubscription({ method, params = [] }: NodeRequest): boolean {
  return method === "eth_subscribe" && params[0] === "newPendingTransactions";
}

/** A pending transaction, or its hash alone, as the text of a frame. */
export function pendingNotification(result: RpcTransaction | string): string {
  return JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params: { subscription: PENDING_ID, result } });
}

function resultOf(request: NodeRequest, byHash: ReadonlyMap<string, RpcTransaction>): unknown {
  const { method, params = [] } = request;
  switch (method) {
    case "eth_chainId":
      return CHAIN_ID;
    case "eth_blockNumber":
      return HEAD.number;
    case "eth_getBlockByNumber":
    case "eth_getBlockByHash":
      return { ...HEAD, timestamp: `0x${Math.floor(Date.now() / 1000).toString(16)}` };
    case "eth_getTransactionByHash": {
      const transaction = byHash.get(String(params[0]));
      return transaction ? { ...transaction, hash: params[0] } : null;
    }
    case "eth_getTransactionReceipt":
      return null;
    case "eth_getTransactionCount":
      return "0x0";
    case "eth_subscribe":
      return isPendingSubscription(request) ? PENDING_ID : HEADS_ID;
    default:
      return undefined;
  }
}
