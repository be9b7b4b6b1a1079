import { setTimeout as pause } from "node:timers/promises";

import { toBlockHead } from "../listener/to-block-head";
import { toRpcTransaction } from "../listener/to-rpc-transaction";
import type { MinedBlock, RpcRequest } from "./types";

/** The endpoint that answers may learn of a block some moments after the one that announced it. */
const RETRY_DELAYS_MS = [100, 250, 500, 1_000];

/**
 * A block with its transactions, by hash or by number; what is no transaction in it is left out, so that one odd entry
 * does not keep the outcomes of the others from being told. Throws when no endpoint knows it, even after some retries,
 * or when the answer is no block.
 */
export async function fetchBlock(request: RpcRequest, id: { hash: string } | { number: bigint }): Promise<MinedBlock> {
  const [method, param] =
    "hash" in id ? ["eth_getBlockByHash", id.hash] : ["eth_getBlockByNumber", `0x${id.number.toString(16)}`];
  for (const delayMs of [...RETRY_DELAYS_MS, null]) {
    const block = await request<{ transactions?: unknown } | null>(method, [param, true]);
    const head = toBlockHead(block);
    if (head) {
      const listed = Array.isArray(block?.transactions) ? block.transactions : [];
      return { ...head, transactions: listed.flatMap((one: unknown) => toRpcTransaction(one) ?? []) };
    }
    if (delayMs !== null) await pause(delayMs);
  }
  throw new Error(`no endpoint knows block ${param}`);
}
