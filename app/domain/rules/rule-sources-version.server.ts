import type { Context } from "~/platform/context.server";

/**
 * Counts and sums instead of a maximum: of two transactions the one that took its time first may commit last, and a
 * maximum would then stand still although a row changed. A control graph is read again every few minutes, mostly to
 * find what was known: there the content counts.
 */
const FINGERPRINT = `
  SELECT concat_ws('.',
    (SELECT concat_ws(':', count(*), sum((date_part('epoch', updated_at) * 1000)::bigint)) FROM rules),
    (SELECT concat_ws(':', count(*), sum((date_part('epoch', updated_at) * 1000)::bigint)) FROM watchlist_entries),
    (SELECT concat_ws(':', count(*), sum((date_part('epoch', updated_at) * 1000)::bigint)) FROM address_lists),
    (SELECT concat_ws(':', count(*), sum((date_part('epoch', updated_at) * 1000)::bigint)) FROM networks),
    (SELECT concat_ws(':', count(*), count(*) FILTER (WHERE enabled)) FROM endpoints),
    (SELECT sum(hashtextextended(graph.nodes::text, 0)) FROM control_graphs AS graph
       JOIN watchlist_entries AS entry ON entry.id = graph.watchlist_id AND entry.watch_control AND entry.enabled)
  ) AS version`;

/**
 * A fingerprint of everything that `loadRuleSources`, `loadAddressLists` and `loadNetworkEndpoints` read: it is another
 * one after any change. The worker's safety net for a relay message that was not heard.
 */
export async function ruleSourcesVersion(ctx: Context): Promise<string> {
  const { rows } = await ctx.sql.query<{ version: string }>(FINGERPRINT);
  return rows[0]?.version ?? "";
}
