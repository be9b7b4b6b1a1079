import { toReceipt } from "./to-receipt";
import type { Receipt, RpcRequest } from "./types";

/**
 * The receipt of one transaction (`eth_getTransactionReceipt`); null while it isn't mined, or isn't known to be by the
 * endpoint that answers.
 */
export async function fetchReceipt(request: RpcRequest, hash: string): Promise<Receipt | null> {
  const receipt = toReceipt(await request<unknown>("eth_getTransactionReceipt", [hash]));
  return receipt?.transactionHash === hash.toLowerCase() ? receipt : null;
}
