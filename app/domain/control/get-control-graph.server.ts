import { toChecksum } from "~/domain/transactions/address";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import type { Context } from "~/platform/context.server";
import type { ControlGraph, ControlNode } from "./control-graph";

const NOT_READ: ControlGraph = {
  nodes: [],
  implementation: null,
  delegate: null,
  refreshedAt: null,
  blockNumber: null,
  error: null,
};

/**
 * Who can change a watched contract, as the chain last said.
 *
 * @throws AppError `not_found` when there is no such entry.
 */
export async function getControlGraph(ctx: Context, { watchlistId }: { watchlistId: string }): Promise<ControlGraph> {
  await getWatchlistEntry(ctx, { id: watchlistId });
  const row = await ctx.db.controlGraph.findUnique({ where: { watchlistId } });
  if (!row) return NOT_READ;
  const nodes = row.nodes as unknown as ControlNode[];
  return {
    nodes: nodes.map((node) => ({ ...node, address: toChecksum(node.address), of: toChecksum(node.of) })),
    implementation: row.implementation === null ? null : toChecksum(row.implementation),
    delegate: row.delegate === null ? null : toChecksum(row.delegate),
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    blockNumber: row.blockNumber === null ? null : Number(row.blockNumber),
    error: row.error,
  };
}
