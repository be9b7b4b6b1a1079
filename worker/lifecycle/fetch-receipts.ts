import { RpcError } from "../listener/rpc-errors";
import { fetchReceipt, type Receipt } from "./fetch-receipt";
import type { RpcRequest } from "./types";

/** From how many on one request for the whole block is less than one for each. */
const WHOLE_BLOCK_FROM = 4;

/**
 * The receipts of transactions of one block, by hash. Throws when one is missing: the endpoint that answers lags
 * behind the one that had the block, and asking later helps.
 */
export async function fetchReceipts(
  request: RpcRequest,
  blockHash: string,
  hashes: readonly string[],
): Promise<Map<string, Receipt>> {
  const whole = hashes.length >= WHOLE_BLOCK_FROM ? await fetchWholeBlock(request, blockHash) : null;
  const receipts = whole ?? (await Promise.all(hashes.map((hash) => fetchReceipt(request, hash))));
  const byHash = new Map(receipts.filter((one) => one !== null).map((one) => [one.transactionHash, one]));
  const missing = hashes.find((hash) => !byHash.has(hash));
  if (missing) throw new Error(`no receipt of ${missing} in block ${blockHash} yet`);
  return byHash;
}

async function fetchWholeBlock(request: RpcRequest, blockHash: string): Promise<Receipt[] | null> {
  try {
    return await request<Receipt[] | null>("eth_getBlockReceipts", [blockHash]);
  } catch (error) {
    if (error instanceof RpcError) return null; // Not every node has it.
    throw error;
  }
}
