import type { Context } from "~/platform/context.server";
import type { StoredControlGraph } from "./control-graph";

/** What a look at the chain found, or why it failed: a failure keeps what was known. */
export type ControlReading = { graph: StoredControlGraph; blockNumber: bigint } | { error: string };

const SAVE = `
  INSERT INTO control_graphs (watchlist_id, nodes, implementation, delegate, refreshed_at, block_number)
  SELECT $1, $2, $3, $4, now(), $5 WHERE EXISTS (SELECT FROM watchlist_entries WHERE id = $1)
  ON CONFLICT (watchlist_id) DO UPDATE SET nodes = excluded.nodes, implementation = excluded.implementation,
    delegate = excluded.delegate, refreshed_at = now(), block_number = excluded.block_number,
    requested_at = NULL, error = NULL`;

const SAVE_ERROR = `
  INSERT INTO control_graphs (watchlist_id, error)
  SELECT $1, $2 WHERE EXISTS (SELECT FROM watchlist_entries WHERE id = $1)
  ON CONFLICT (watchlist_id) DO UPDATE SET error = excluded.error, requested_at = NULL`;

/**
 * Keeps what the chain says of a watched contract's controllers. `hasChanged`: rules that also look at them have to be
 * read again.
 */
export async function saveControlGraph(
  ctx: Context,
  { watchlistId, reading, hasChanged }: { watchlistId: string; reading: ControlReading; hasChanged: boolean },
): Promise<void> {
  if ("error" in reading) {
    await ctx.sql.query(SAVE_ERROR, [watchlistId, reading.error]);
    return;
  }
  const { graph, blockNumber } = reading;
  const nodes = JSON.stringify(graph.nodes);
  await ctx.sql.query(SAVE, [watchlistId, nodes, graph.implementation, graph.delegate, blockNumber.toString()]);
  if (hasChanged) ctx.relay.publish("configuration.changed", { what: "watchlists" });
}
