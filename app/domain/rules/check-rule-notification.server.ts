import type { FieldError } from "~/domain/errors";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { DbTransaction } from "~/platform/db.server";
import { checkResponseTemplate } from "./check-response-template";
import type { RulePatch } from "./rule";

/** What of a rule decides how it is told; undefined: unchanged. */
type Notification = Pick<RulePatch, "escalationPolicyId" | "inhibitedBy" | "response">;

interface Surroundings {
  /** The rule as it is; null for a new one. */
  rule: { id: string; inhibitedBy: readonly string[] } | null;
  /** Its watched contract, by whose ABI a response's bare name is understood. */
  watchlistId: string | null;
}

/**
 * What is wrong with how a rule is told: an escalation policy or a rule that is not there, rules that would keep each
 * other quiet, a response that no call can be made of. Whoever changes what inhibits whom waits for the others who do.
 */
export async function checkRuleNotification(
  tx: DbTransaction,
  { escalationPolicyId, inhibitedBy, response }: Notification,
  { rule, watchlistId }: Surroundings,
): Promise<FieldError[]> {
  return [
    ...(escalationPolicyId ? await policyErrors(tx, escalationPolicyId) : []),
    ...(inhibitedBy === undefined || inhibitedBy.length === 0 ? [] : await inhibitionErrors(tx, inhibitedBy, rule)),
    ...(response ? checkResponseTemplate(response, await abiOf(tx, watchlistId)) : []),
  ];
}

async function policyErrors(tx: DbTransaction, id: string): Promise<FieldError[]> {
  // Held, so that it is not deleted meanwhile.
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM escalation_policies WHERE id = ${id}::uuid FOR KEY SHARE`;
  if (rows.length > 0) return [];
  const detail = "is not the id of an escalation policy";
  return [{ pointer: "/escalationPolicyId", detail, code: "unknown_escalation_policy" }];
}

async function inhibitionErrors(
  tx: DbTransaction,
  inhibitedBy: readonly string[],
  rule: Surroundings["rule"],
): Promise<FieldError[]> {
  // Two changes at once could close a circle that neither sees; and rules in a circle can keep each other quiet.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('sentinel.rules.inhibited_by'))`;
  const found = await tx.rule.findMany({
    where: { id: { in: [...inhibitedBy] }, deletedAt: null },
    select: { id: true },
  });
  // One that was deleted since harms nothing, and need not be taken out to save something else.
  const known = new Set([...found.map(({ id }) => id), ...(rule?.inhibitedBy ?? [])]);
  const circular = rule === null ? new Set<string>() : await ledToBy(tx, inhibitedBy, rule.id);
  return inhibitedBy.flatMap((id, index) => {
    const at = (code: string, detail: string) => [{ pointer: `/inhibitedBy/${index}`, detail, code }];
    if (id === rule?.id) return at("inhibits_itself", "is the rule itself");
    if (!known.has(id)) return at("unknown_rule", "is not the id of a rule");
    if (circular.has(id)) return at("circular", "is itself kept quiet by this rule: they would silence each other");
    return [];
  });
}

/** Those of the rules from which `target` is reached by going on to what inhibits them. */
async function ledToBy(tx: DbTransaction, from: readonly string[], target: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE above AS (
      SELECT rules.id AS start, rules.id FROM rules WHERE rules.id = ANY (${from}::uuid[])
      UNION
      SELECT above.start, next.id FROM above JOIN rules ON rules.id = above.id
        CROSS JOIN LATERAL unnest(rules.inhibited_by) AS next(id)
    )
    SELECT DISTINCT start AS id FROM above WHERE above.id = ${target}::uuid`;
  return new Set(rows.map(({ id }) => id));
}

async function abiOf(tx: DbTransaction, watchlistId: string | null): Promise<unknown> {
  if (watchlistId === null) return null;
  const entry = await tx.watchlistEntry.findUnique({ where: { id: watchlistId }, select: { abi: true, abis: true } });
  return entry === null ? null : unionAbi(entry);
}
