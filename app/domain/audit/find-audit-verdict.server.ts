import type { Context } from "~/platform/context.server";
import { AuditVerdict } from "./audit-verdict";
import { AUDIT_VERDICT_KEY } from "./save-audit-verdict.server";

/**
 * What the last verification of the whole audit log found, or a later one of its newest part that found something wrong;
 * null before the first.
 */
export async function findAuditVerdict({ db }: Pick<Context, "db">): Promise<AuditVerdict | null> {
  const row = await db.setting.findUnique({ where: { key: AUDIT_VERDICT_KEY }, select: { value: true } });
  return row === null ? null : (AuditVerdict.safeParse(row.value).data ?? null);
}
