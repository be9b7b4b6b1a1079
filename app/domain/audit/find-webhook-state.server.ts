import type { Context } from "~/platform/context.server";
import { AUDIT_WEBHOOK_KEY, AuditWebhookState } from "./webhook-state";

/** How far the webhook that anchors checkpoints has got; null before its first attempt. */
export async function findWebhookState({
  db,
}: {
  db: Pick<Context["db"], "setting">;
}): Promise<AuditWebhookState | null> {
  const row = await db.setting.findUnique({ where: { key: AUDIT_WEBHOOK_KEY }, select: { value: true } });
  return row === null ? null : (AuditWebhookState.safeParse(row.value).data ?? null);
}
