import type { FieldError } from "~/domain/errors";
import { findNetworkId } from "~/domain/networks/find-network-id.server";
import type { Severity } from "~/domain/shared-schemas";
import type { Db, DbTransaction } from "~/platform/db.server";
import type { GivenMatchers } from "./silence";

/** Matchers as they are stored; null: any. */
export interface StoredMatchers {
  ruleId: string | null;
  watchlistId: string | null;
  tag: string | null;
  severity: Severity | null;
  networkId: string | null;
}

/** Finds what matchers name. @returns them, or everything that is wrong with them: there is none, or no such thing. */
export async function checkMatchers(
  db: Db | DbTransaction,
  given: GivenMatchers,
): Promise<{ matchers: StoredMatchers } | { errors: FieldError[] }> {
  const { ruleId = null, watchlistId = null, tag = null, severity = null, network = null } = given;
  if ([ruleId, watchlistId, tag, severity, network].every((value) => value === null)) {
    const detail = "at least one of ruleId, watchlistId, tag, severity and network is required: what is to be quiet";
    return { errors: [{ pointer: "/matchers", detail, code: "matcher_required" }] };
  }
  const [rule, entry, found] = await Promise.all([
    ruleId === null ? null : db.rule.findFirst({ where: { id: ruleId, deletedAt: null }, select: { id: true } }),
    watchlistId === null ? null : db.watchlistEntry.findUnique({ where: { id: watchlistId }, select: { id: true } }),
    network === null ? null : findNetworkId(db, { name: network, pointer: "/matchers/network" }),
  ]);
  const errors: FieldError[] = [];
  if (ruleId !== null && rule === null) {
    errors.push({ pointer: "/matchers/ruleId", detail: "is not the id of a rule", code: "unknown_rule" });
  }
  if (watchlistId !== null && entry === null) {
    const detail = "is not the id of a watchlist entry";
    errors.push({ pointer: "/matchers/watchlistId", detail, code: "unknown_watchlist_entry" });
  }
  if (found !== null && "error" in found) errors.push(found.error);
  if (errors.length > 0) return { errors };
  const networkId = found !== null && "id" in found ? found.id : null;
  return { matchers: { ruleId, watchlistId, tag, severity, networkId } };
}
