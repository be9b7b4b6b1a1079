import { AppError } from "~/domain/errors";
import { loadNetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import type { JsonRpcSession, OpenJsonRpc } from "~/platform/json-rpc.server";
import { readReceipt } from "./read-receipt";
import { readTransaction } from "./read-transaction";

/** A transaction with what a block says of it; `facts` is null while it waits. */
export interface FoundTransaction {
  transaction: RpcTransaction;
  facts: MinedFacts | null;
  logs: readonly EventLog[];
}

/**
 * Asks all of a network's endpoints for a transaction at once, and takes the first that knows it; one that left the
 * mempool unmined may still be in the recorded mempool.
 *
 * @throws AppError `not_found` (`transaction_not_found`), or `unavailable` (`nodes_away`) when no endpoint answers.
 */
export async function findTransaction(
  ctx: Context,
  { networkId, hash, open }: { networkId: string; hash: string; open: OpenJsonRpc },
): Promise<FoundTransaction> {
  const loaded = (await loadNetworkEndpoints(ctx)).find(({ network }) => network.id === networkId);
  const urls = (loaded?.endpoints ?? []).map(({ url }) => url).filter((url) => url !== "");
  const { found, answers } = await askAll(urls, hash, open);
  if (found !== null) return found;
  const recorded = await ctx.db.recordedTransaction.findFirst({
    where: { networkId, hash },
    orderBy: { id: "desc" },
    select: { body: true },
  });
  const read = recorded && readTransaction(recorded.body);
  if (read && "transaction" in read) return { transaction: read.transaction, facts: null, logs: [] };
  if (answers === 0) {
    const message = "No endpoint of the network answers right now, so the transaction can't be looked up.";
    throw new AppError("unavailable", message, { slug: "nodes_away", retryAfterSeconds: 10 });
  }
  const asked =
    urls.length === answers
      ? "None of the network's endpoints knows"
      : `${answers} of ${urls.length} answered, and none knows`;
  throw new AppError("not_found", `There is no transaction with this hash. ${asked} it.`, {
    slug: "transaction_not_found",
    errors: [{ pointer: "/txHash", detail: "is not known to the network's endpoints", code: "transaction_not_found" }],
  });
}

async function askAll(urls: readonly string[], hash: string, open: OpenJsonRpc) {
  const sessions: JsonRpcSession[] = [];
  let answers = 0;
  const ask = async (url: string): Promise<FoundTransaction> => {
    const session = await open(url);
    sessions.push(session);
    const found = await askOne(session, hash);
    answers += 1;
    if (found === null) throw new Error("not known");
    return found;
  };
  try {
    const found = await Promise.any(urls.map(ask)).catch(() => null);
    return { found, answers };
  } finally {
    for (const session of sessions) session.close();
  }
}

async function askOne(session: JsonRpcSession, hash: string): Promise<FoundTransaction | null> {
  const given = await session.request("eth_getTransactionByHash", [hash]);
  if (given === null || given === undefined) return null;
  const read = readTransaction(given);
  if ("errors" in read) return null;
  const { transaction } = read;
  if (typeof transaction.blockHash !== "string") return { transaction, facts: null, logs: [] };
  const [receipt, block] = await Promise.all([
    session.request("eth_getTransactionReceipt", [hash]),
    session.request("eth_getBlockByHash", [transaction.blockHash, false]),
  ]);
  const timestamp = (block as { timestamp?: unknown } | null)?.timestamp;
  const atMs = typeof timestamp === "string" && /^0x[0-9a-f]{1,12}$/i.test(timestamp) ? Number(timestamp) * 1_000 : 0;
  const mined = readReceipt(receipt, atMs);
  return { transaction, facts: mined?.facts ?? null, logs: mined?.logs ?? [] };
}
