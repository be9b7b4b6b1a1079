import type { Gauge } from "prom-client";

import { findAuditVerdict } from "~/domain/audit/find-audit-verdict.server";
import { findWebhookState } from "~/domain/audit/find-webhook-state.server";
import type { Context } from "~/platform/context.server";

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

/** Whether the audit log can be trusted, as Prometheus sees it: read from the database when it is scraped. */
export function createAuditGauges(make: MakeGauge): { all: Gauge[]; read(ctx: Context): Promise<void> } {
  const head = make("audit_head", "Number of the newest audit entry");
  const signed = make("audit_checkpoint", "Number of the newest audit entry that a checkpoint vouches for");
  const signedAge = make("audit_checkpoint_age_seconds", "Age of the newest checkpoint");
  const verified = make("audit_verified", "Whether the last verification of the audit log found it whole");
  const verifiedAge = make("audit_verified_age_seconds", "Time since the last verification");
  const webhook = make("audit_webhook_failures", "Failed attempts to send the newest checkpoint to AUDIT_WEBHOOK_URL");
  return {
    all: [head, signed, signedAge, verified, verifiedAge, webhook],
    async read(ctx) {
      const [chain, checkpoint, verdict, state] = await Promise.all([
        ctx.db.auditHead.findUnique({ where: { id: 1 } }),
        ctx.db.auditCheckpoint.findFirst({ orderBy: [{ seq: "desc" }, { createdAt: "desc" }] }),
        findAuditVerdict(ctx),
        findWebhookState(ctx),
      ]);
      const ageOf = (time: number) => Math.max(0, (Date.now() - time) / 1000);
      head.set(Number(chain?.seq ?? 0));
      if (checkpoint !== null) {
        signed.set(Number(checkpoint.seq));
        signedAge.set(ageOf(checkpoint.createdAt.getTime()));
      }
      if (verdict !== null) {
        verified.set(verdict.ok ? 1 : 0);
        verifiedAge.set(ageOf(Date.parse(verdict.checkedAt)));
      }
      if (ctx.env.AUDIT_WEBHOOK_URL !== undefined) webhook.set(state?.failures ?? 0);
    },
  };
}
