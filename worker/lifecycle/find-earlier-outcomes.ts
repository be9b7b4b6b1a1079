import type { AlertChange } from "~/domain/alerts/alert-change";
import { fetchBlock } from "../blocks/fetch-block";
import { fetchReceipt } from "../blocks/fetch-receipt";
import { mapLimited } from "../blocks/map-limited";
import type { RpcRequest } from "../blocks/types";
import { RpcError } from "../listener/rpc-errors";
import { groupBy } from "./group-by";
import { matchBlock } from "./match-block";
import { OpenTransactions } from "./open-transactions";
import { toChanges } from "./to-changes";
import type { OpenTransaction } from "./types";

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
): Promise<AlertChange[]> {
  const byHash = [...groupBy(open, (one) => one.hash).values()];
  const changes: AlertChange[] = [];
  const replaced: OpenTransaction[] = [];
  await mapLimited(byHash, CONCURRENCY, async (same) => {
    const mined = await findMined(request, same);
    if (mined.length > 0) changes.push(...mined);
    else if (await isNonceUsed(request, same, before)) replaced.push(...same);
  });
  if (replaced.length > 0) changes.push(...(await searchBack(request, replaced, before)));
  return changes;
}

async function findMined(request: RpcRequest, same: readonly OpenTransaction[]): Promise<AlertChange[]> {
  const hash = same[0]?.hash ?? "";
  const receipt = await fetchReceipt(request, hash);
  if (!receipt) return [];
  const block = await fetchKnownBlock(request, { hash: receipt.blockHash });
  const failed = new Set(receipt.status === "Failure" ? [hash] : []);
  const matches = matchBlock(block.transactions, openOf(same)).filter(({ mined }) => mined.hash === hash);
  return toChanges(block, matches, failed);
}

async function isNonceUsed(request: RpcRequest, [one]: readonly OpenTransaction[], before: bigint): Promise<boolean> {
  if (!one || before <= 0n) return false;
  try {
    const block = `0x${(before - 1n).toString(16)}`;
    return BigInt(await request<string>("eth_getTransactionCount", [one.from, block])) > one.nonce;
  } catch (error) {
    if (error instanceof RpcError) return false; // State that old is not kept by every node.
    throw error;
  }
}

async function searchBack(
  request: RpcRequest,
  open: readonly OpenTransaction[],
  before: bigint,
): Promise<AlertChange[]> {
  const changes: AlertChange[] = [];
  const left = openOf(open);
  for (let number = before - 1n; number >= 0n && number >= before - SEARCH_BLOCKS && left.size > 0; number--) {
    const block = await fetchKnownBlock(request, { number });
    const found: AlertChange[] = [];
    for (const match of matchBlock(block.transactions, left)) {
      const { hash } = match.mined;
      const receipt = match.isSameCall ? await fetchReceipt(request, hash) : null;
      found.push(...toChanges(block, [match], new Set(receipt?.status === "Failure" ? [hash] : [])));
    }
    changes.push(...found);
    left.without(new Set(found.map(({ alertId }) => alertId)));
  }
  return changes;
}

async function fetchKnownBlock(request: RpcRequest, id: { hash: string } | { number: bigint }) {
  const block = await fetchBlock({ request }, id);
  if (block) return block;
  throw new Error(`no endpoint knows block ${"hash" in id ? id.hash : id.number}`);
}

function openOf(open: readonly OpenTransaction[]): OpenTransactions {
  const set = new OpenTransactions();
  set.replace(open);
  return set;
}
