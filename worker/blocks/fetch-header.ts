import { toBlockHead } from "../listener/to-block-head";
import type { BlockHead } from "../listener/types";
import type { RpcRequest } from "./types";

/** A block's header by hash or by number; null when the endpoint that answers doesn't know it. */
export async function fetchHeader(
  request: RpcRequest,
  id: { hash: string } | { number: bigint },
): Promise<BlockHead | null> {
  const isByHash = "hash" in id;
  const head = isByHash
    ? toBlockHead(await request<unknown>("eth_getBlockByHash", [id.hash, false]))
    : toBlockHead(await request<unknown>("eth_getBlockByNumber", [`0x${id.number.toString(16)}`, false]));
  if (!head) return null;
  // Another block than the one asked for is no answer.
  return (isByHash ? head.hash === id.hash : head.number === id.number) ? head : null;
}
