import type { Context } from "~/platform/context.server";
import type { ControlNode, StoredControlGraph } from "./control-graph";

/** A watched contract whose control graph is to be kept. */
export interface ControlTarget {
  watchlistId: string;
  /** Lower case. */
  address: string;
  /** Null when the chain was never asked. */
  graph: StoredControlGraph | null;
  refreshedAtMs: number | null;
  isRequested: boolean;
}

/** The most that one network keeps; of more, those that were added last. */
const LIMIT = 5_000;

interface Row {
  id: string;
  address: string;
  nodes: ControlNode[] | null;
  implementation: string | null;
  delegate: string | null;
  refreshed_ms: number | null;
  is_requested: boolean;
}

const SELECT = `
  SELECT entry.id, entry.address, graph.nodes, graph.implementation, graph.delegate,
         (extract(epoch FROM graph.refreshed_at) * 1000)::float8 AS refreshed_ms,
         graph.requested_at IS NOT NULL AS is_requested
  FROM watchlist_entries AS entry LEFT JOIN control_graphs AS graph ON graph.watchlist_id = entry.id
  WHERE entry.network_id = $1 AND entry.enabled
  ORDER BY entry.created_at DESC LIMIT ${LIMIT}`;

/** The watched contracts of a network with what is known of who controls them. */
export async function listControlTargets(ctx: Context, { networkId }: { networkId: string }): Promise<ControlTarget[]> {
  const { rows } = await ctx.sql.query<Row>(SELECT, [networkId]);
  return rows.map((row) => ({
    watchlistId: row.id,
    address: row.address,
    graph:
      row.refreshed_ms === null
        ? null
        : { nodes: row.nodes ?? [], implementation: row.implementation, delegate: row.delegate },
    refreshedAtMs: row.refreshed_ms,
    isRequested: row.is_requested,
  }));
}
