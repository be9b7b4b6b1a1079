import type { Context } from "~/platform/context.server";
import { findAuditVerdict } from "./find-audit-verdict.server";
import { verifyAudit } from "./verify-audit.server";

const EVERY_MS = 24 * 3_600_000;
/** A broken one is looked at more often: whoever mends it wants to see it. */
const BROKEN_EVERY_MS = 3_600_000;

/**
 * Verifies the whole audit log if nobody has for a day; safe on every worker. In between, `makeCheckpoint` verifies each
 * new part before it signs it.
 */
export async function verifyAuditDaily(ctx: Context): Promise<void> {
  const last = await findAuditVerdict(ctx);
  const everyMs = last?.ok === false ? BROKEN_EVERY_MS : EVERY_MS;
  if (last === null || Date.now() - Date.parse(last.checkedAt) >= everyMs) await verifyAudit(ctx);
}
