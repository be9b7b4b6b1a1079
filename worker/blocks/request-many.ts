import { mapLimited } from "./map-limited";
import type { RpcRequest } from "./types";

/**
 * One method for many parameters in as few frames as the node takes; the answers in order. Throws like `RpcRequest`
 * when one of them fails.
 */
export type RpcBatchRequest = <T>(method: string, paramsList: readonly unknown[][]) => Promise<T[]>;

/** How blocks are asked for: one call, or many of the same method at once when the listener can batch. */
export interface BlockRpc {
  request: RpcRequest;
  requestBatch?: RpcBatchRequest | undefined;
}

/** Calls under way at once where there are no batches: the socket takes them in a row without waiting for answers. */
const CONCURRENCY = 16;
/** Alchemy allows 20 calls a batch on a socket. */
const BATCH_SIZE = 20;

/** The answers of one method for many parameters, in their order. */
export async function requestMany<T>(rpc: BlockRpc, method: string, paramsList: readonly unknown[][]): Promise<T[]> {
  const { request, requestBatch } = rpc;
  if (!requestBatch) return mapLimited(paramsList, CONCURRENCY, (params) => request<T>(method, params));
  const batches: unknown[][][] = [];
  for (let at = 0; at < paramsList.length; at += BATCH_SIZE) batches.push(paramsList.slice(at, at + BATCH_SIZE));
  return (await mapLimited(batches, 4, (batch) => requestBatch<T>(method, batch))).flat();
}
