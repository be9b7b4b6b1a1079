import { RpcError } from "../listener/rpc-errors";
import { fetchBlock } from "./fetch-block";
import { fetchReceipt } from "./fetch-receipt";
import { groupBy } from "./group-by";
import { matchBlock } from "./match-block";
import { toOutcomes } from "./to-outcomes";
import type { OpenTransaction, RpcRequest, TransactionOutcome } from "./types";

/** How many blocks are searched for a replacement whose hash nobody knows. */
const SEARCH_BLOCKS = 16n;
/** Requests at once; free tiers of providers allow 10 per connection. */
const CONCURRENCY = 8;

/**
 * What became of transactions that may have been settled before block `before`: an alert can be written some
 * milliseconds after the block of its transaction, or the process was down when it was mined. One receipt each; and
 * where the sender's nonce was used by something else, the last blocks are searched for that.
 */
export async function findEarlierOutcomes(
  request: RpcRequest,
  open: readonly OpenTransaction[],
  before: bigint,
): Promise<TransactionOutcome[]> {
  const byHash = [...groupBy(open, (one) => one.hash).values()];
  const outcomes: TransactionOutcome[] = [];
  const replaced: OpenTransaction[] = [];
  for (let i = 0; i < byHash.length; i += CONCURRENCY) {
    await Promise.all(
      byHash.slice(i, i + CONCURRENCY).map(async (same) => {
        const mined = await findMined(request, same);
        if (mined.length > 0) outcomes.push(...mined);
        else if (await isNonceUsed(request, same, before)) replaced.push(...same);
      }),
    );
  }
  if (replaced.length > 0) outcomes.push(...(await searchBack(request, replaced, before)));
  return outcomes;
}

async function findMined(request: RpcRequest, same: OpenTransaction[]): Promise<TransactionOutcome[]> {
  const hash = same[0]?.hash ?? "";
  const receipt = await fetchReceipt(request, hash);
  if (!receipt) return [];
  const block = await fetchBlock(request, { hash: receipt.blockHash });
  const failed = new Set(receipt.status === "0x0" ? [hash] : []);
  const matches = matchBlock(block, same).filter(({ mined }) => mined.hash === hash);
  return toOutcomes(block, matches, failed);
}

async function isNonceUsed(request: RpcRequest, [one]: OpenTransaction[], before: bigint): Promise<boolean> {
  if (!one || before <= 0n) return false;
  try {
    const block = `0x${(before - 1n).toString(16)}`;
    return BigInt(await request<string>("eth_getTransactionCount", [one.from, block])) > one.nonce;
  } catch (error) {
    if (error instanceof RpcError) return false; // State that old is not kept by every node.
    throw error;
  }
}

async function searchBack(request: RpcRequest, open: OpenTransaction[], before: bigint): Promise<TransactionOutcome[]> {
  const outcomes: TransactionOutcome[] = [];
  let left = open;
  for (let number = before - 1n; number >= 0n && number >= before - SEARCH_BLOCKS && left.length > 0; number--) {
    const block = await fetchBlock(request, { number });
    const found: TransactionOutcome[] = [];
    for (const match of matchBlock(block, left)) {
      const receipt = match.isSameCall ? await fetchReceipt(request, match.mined.hash) : null;
      found.push(...toOutcomes(block, [match], new Set(receipt?.status === "0x0" ? [match.mined.hash] : [])));
    }
    outcomes.push(...found);
    left = left.filter(({ alertId }) => !found.some((one) => one.alertId === alertId));
  }
  return outcomes;
}
