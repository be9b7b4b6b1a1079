import type { Context } from "~/platform/context.server";

/** A hit counts for as long as its rule's window; of a rule that has no threshold any more none does. */
const PRUNE = `
  DELETE FROM threshold_hits AS hit USING rules
  WHERE rules.id = hit.rule_id
    AND hit.at < now() - make_interval(secs => coalesce((rules.threshold->>'windowSeconds')::float8, 0) + 60)`;

/** Deletes hits that no threshold can count any more. @returns how many. */
export async function pruneThresholdHits(ctx: Pick<Context, "sql">): Promise<number> {
  return (await ctx.sql.query(PRUNE)).rowCount ?? 0;
}
