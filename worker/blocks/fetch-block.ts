import { setTimeout as pause } from "node:timers/promises";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { toBlockHead } from "../listener/to-block-head";
import { toRpcTransaction } from "../listener/to-rpc-transaction";
import type { BlockHead } from "../listener/types";
import { type BlockRpc, requestMany } from "./request-many";

/** A block as a node gives it. */
export interface FetchedBlock extends BlockHead {
  transactions: readonly RpcTransaction[];
  /** Entries that are no transactions and were left out. */
  unreadable: number;
}

/** The endpoint that answers may learn of a block some moments after the one that announced it. */
const RETRY_DELAYS_MS = [100, 250, 500, 1_000];
const HASH_LENGTH = 66;

/**
 * A block with its transactions, by hash or by number; what is no transaction in it is left out, so that one odd entry
 * does not keep the others from being read, and a node that gives hashes for transactions is asked for each.
 *
 * @returns null when no endpoint knows it, even after some retries (none for a number), or what is given is another one.
 */
export async function fetchBlock(
  rpc: BlockRpc,
  id: { hash: string } | { number: bigint },
): Promise<FetchedBlock | null> {
  const isByHash = "hash" in id;
  const [method, param] = isByHash
    ? ["eth_getBlockByHash", id.hash]
    : ["eth_getBlockByNumber", `0x${id.number.toString(16)}`];
  for (const delayMs of isByHash ? [...RETRY_DELAYS_MS, null] : [null]) {
    const block = await rpc.request<{ transactions?: unknown } | null>(method, [param, true]);
    const head = toBlockHead(block);
    if (head && (isByHash ? head.hash === id.hash : head.number === id.number)) {
      return { ...head, ...(await readTransactions(rpc, block?.transactions)) };
    }
    if (delayMs !== null) await pause(delayMs);
  }
  return null;
}

async function readTransactions(rpc: BlockRpc, given: unknown): Promise<Omit<FetchedBlock, keyof BlockHead>> {
  let listed: unknown[] = Array.isArray(given) ? given : [];
  const hashes = listed.filter((one) => typeof one === "string" && one.length === HASH_LENGTH);
  if (hashes.length > 0) {
    const bodies = await requestMany<unknown>(
      rpc,
      "eth_getTransactionByHash",
      hashes.map((hash) => [hash]),
    );
    listed = [...listed.filter((one) => typeof one !== "string"), ...bodies];
  }
  const transactions = listed.flatMap((one) => toRpcTransaction(one) ?? []);
  return { transactions, unreadable: listed.length - transactions.length };
}
