import type pg from "pg";

import type { Context } from "~/platform/context.server";
import type { AuditVerdict } from "./audit-verdict";
import { loadOwnAnchors } from "./load-own-anchors.server";
import { saveAuditVerdict } from "./save-audit-verdict.server";
import { scanAudit } from "./scan-audit.server";

/** Verifications under way, by database: who asks meanwhile gets the same answer. */
const underWay = new WeakMap<pg.Pool, Promise<AuditVerdict>>();

/**
 * Verifies the whole audit log, also against the checkpoints in this instance's data folder, and keeps the verdict (see
 * `findAuditVerdict`). A second about every 100,000 entries; whoever asks while one runs waits for that one.
 */
export function verifyAudit(ctx: Pick<Context, "db" | "sql" | "secrets" | "env" | "log">): Promise<AuditVerdict> {
  const running = underWay.get(ctx.sql);
  if (running !== undefined) return running;
  const started = verify(ctx).finally(() => underWay.delete(ctx.sql));
  underWay.set(ctx.sql, started);
  return started;
}

async function verify(ctx: Pick<Context, "db" | "sql" | "secrets" | "env" | "log">): Promise<AuditVerdict> {
  const verdict = await scanAudit(ctx, { anchors: await loadOwnAnchors(ctx) });
  await saveAuditVerdict(ctx, verdict);
  return verdict;
}
