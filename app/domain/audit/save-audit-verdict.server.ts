import type { Context } from "~/platform/context.server";
import type { AuditVerdict } from "./audit-verdict";

/** The verdict's key among the settings. */
export const AUDIT_VERDICT_KEY = "audit_verification";

/** Keeps a verdict for everybody to see, and tells the log of a bad one: that is an incident. */
export async function saveAuditVerdict({ db, log }: Pick<Context, "db" | "log">, verdict: AuditVerdict): Promise<void> {
  if (!verdict.ok) log.error({ audit: verdict }, "the audit log is broken: it is not what was written");
  const where = { key: AUDIT_VERDICT_KEY };
  await db.setting.upsert({ where, create: { ...where, value: verdict }, update: { value: verdict } });
}
