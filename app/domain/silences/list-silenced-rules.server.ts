import type { Context } from "~/platform/context.server";
import { SILENCE_CONCERNS, SILENCE_COVERS } from "./silence-concerns";
import type { SilencedRule } from "./silenced-rule";

interface Row extends Omit<SilencedRule, "endsAt"> {
  endsAt: Date;
}

const SELECT = `
  SELECT DISTINCT ON (rules.id) rules.id AS "ruleId", silence.id AS "silenceId", silence.ends_at AS "endsAt",
         coalesce(${SILENCE_COVERS}, false) AS "isWhole"
  FROM silences AS silence
  JOIN rules ON rules.id = ANY ($1::uuid[])
  LEFT JOIN watchlist_entries AS own ON own.id = rules.watchlist_id
  WHERE silence.starts_at <= now() AND silence.ends_at > now() AND ${SILENCE_CONCERNS}
  ORDER BY rules.id, "isWhole" DESC, silence.ends_at DESC`;

/** Those of the rules that a silence is in force for, each with the one that keeps most of it quiet for longest. */
export async function listSilencedRules(
  ctx: Pick<Context, "sql">,
  { ruleIds }: { ruleIds: readonly string[] },
): Promise<SilencedRule[]> {
  if (ruleIds.length === 0) return [];
  const { rows } = await ctx.sql.query<Row>(SELECT, [ruleIds]);
  return rows.map((row) => ({ ...row, endsAt: row.endsAt.toISOString() }));
}
