import type { Db, DbTransaction } from "~/platform/db.server";
import type { Silence as SilenceRow } from "~/platform/generated/prisma/client";
import { countSuppressed } from "./count-suppressed.server";
import type { Silence, SilenceState } from "./silence";
import { type SilenceNames, silenceSummary } from "./silence-summary";

const GONE = "since deleted";

/** Silences as the API shows them, in the order given: with the names of what they are about and what they kept quiet. */
export async function presentSilences(db: Db | DbTransaction, rows: readonly SilenceRow[]): Promise<Silence[]> {
  const idsOf = (field: "ruleId" | "watchlistId" | "networkId" | "createdById") => ({
    where: { id: { in: [...new Set(rows.flatMap((row) => row[field] ?? []))] } },
    select: { id: true, name: true },
  });
  const [rules, entries, networks, users, suppressed] = await Promise.all([
    db.rule.findMany(idsOf("ruleId")).then(byId),
    db.watchlistEntry.findMany(idsOf("watchlistId")).then(byId),
    db.network.findMany(idsOf("networkId")).then(byId),
    db.user.findMany(idsOf("createdById")).then(byId),
    countSuppressed(
      db,
      rows.map(({ id }) => id),
    ),
  ]);
  const now = new Date();
  return rows.map((row) => {
    const names: SilenceNames = {
      rule: row.ruleId === null ? null : (rules.get(row.ruleId) ?? GONE),
      contract: row.watchlistId === null ? null : (entries.get(row.watchlistId) ?? GONE),
      network: row.networkId === null ? null : (networks.get(row.networkId) ?? GONE),
      tag: row.tag,
      severity: row.severity,
    };
    return {
      id: row.id,
      matchers: {
        ...(row.ruleId === null ? {} : { ruleId: row.ruleId }),
        ...(row.watchlistId === null ? {} : { watchlistId: row.watchlistId }),
        ...(row.tag === null ? {} : { tag: row.tag }),
        ...(row.severity === null ? {} : { severity: row.severity }),
        ...(names.network === null ? {} : { network: names.network }),
      },
      reason: row.reason,
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt.toISOString(),
      createdBy: row.createdById,
      createdByName: row.createdById === null ? null : (users.get(row.createdById) ?? null),
      state: stateOf(row, now),
      summary: silenceSummary(names),
      suppressed: suppressed.get(row.id) ?? 0,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}

function stateOf({ startsAt, endsAt }: SilenceRow, now: Date): SilenceState {
  if (endsAt <= now) return "expired";
  return startsAt > now ? "pending" : "active";
}

function byId(rows: { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
