import type { Logger } from "pino";

import { RpcError } from "../listener/rpc-errors";
import { type BlockRpc, requestMany } from "./request-many";
import { toReceipt } from "./to-receipt";
import type { MinedBlock, Receipt } from "./types";

/** A node that has no `eth_getBlockReceipts` is asked for it again after this; by then another may answer. */
const ABSENT_FOR_MS = 600_000;

/** Reads the receipts of whole blocks. */
export interface ReceiptReader {
  /**
   * The receipts of all of a block's transactions, by hash. Throws when one is missing (the endpoint that answers lags
   * behind the one that had the block, and asking later helps), unless `isLenient`.
   */
  read(
    block: Pick<MinedBlock, "hash" | "number" | "transactions">,
    options?: { isLenient?: boolean },
  ): Promise<ReadonlyMap<string, Receipt>>;
}

/**
 * Reads receipts with `eth_getBlockReceipts`, one request a block; where no node has that, each by its transaction's
 * hash, in batches, and that is remembered for ten minutes.
 */
export function createReceiptReader(rpc: BlockRpc, log: Logger): ReceiptReader {
  let absentUntilMs = 0;

  const readWhole = async (hash: string): Promise<unknown[]> => {
    if (Date.now() < absentUntilMs) return [];
    try {
      const receipts = await rpc.request<unknown>("eth_getBlockReceipts", [hash]);
      return Array.isArray(receipts) ? receipts : [];
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      absentUntilMs = Date.now() + ABSENT_FOR_MS;
      log.info({ reason: error.message }, "no node gives a block's receipts at once, asking for each");
      return [];
    }
  };

  const collect = (into: Map<string, Receipt>, blockHash: string, given: readonly unknown[]) => {
    for (const one of given) {
      const receipt = toReceipt(one);
      // Of another block: the transaction was mined there too, in a branch that this node takes for the chain.
      if (receipt?.blockHash === blockHash) into.set(receipt.transactionHash, receipt);
    }
  };

  return {
    async read(block, { isLenient = false } = {}) {
      const receipts = new Map<string, Receipt>();
      if (block.transactions.length === 0) return receipts;
      collect(receipts, block.hash, await readWhole(block.hash));
      const missing = block.transactions.filter(({ hash }) => !receipts.has(hash));
      if (missing.length === 0) return receipts;
      const singles = missing.map(({ hash }) => [hash]);
      collect(receipts, block.hash, await requestMany<unknown>(rpc, "eth_getTransactionReceipt", singles));
      const still = missing.filter(({ hash }) => !receipts.has(hash)).length;
      if (still > 0 && !isLenient) throw new Error(`${still} receipts of block ${block.hash} are not known yet`);
      if (still > 0) log.error({ blockNumber: String(block.number), missing: still }, "read a block without receipts");
      return receipts;
    },
  };
}
