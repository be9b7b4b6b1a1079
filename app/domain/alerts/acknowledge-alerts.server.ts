import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";

/** What became of the ids that were given, each in the order of asking. */
export interface AcknowledgedAlerts {
  acknowledged: string[];
  /** Somebody had acknowledged them before; their name stays on them. */
  unchanged: string[];
  notFound: string[];
}

/**
 * Acknowledges alerts that nobody has acknowledged yet: each gets the acknowledger, a line in its timeline and one in
 * the audit log, all in one transaction. Asking again changes nothing.
 *
 * @param note shown with the acknowledgement; blank is none.
 */
export async function acknowledgeAlerts(
  ctx: Context,
  { actor, ids, note }: { actor: Actor; ids: readonly string[]; note?: string | null | undefined },
): Promise<AcknowledgedAlerts> {
  const wanted = [...new Set(ids)];
  const text = note?.trim() || null;
  const result = await ctx.db.$transaction(async (tx) => {
    // Locked in the order of ids, so that two people who acknowledge the same page at once don't lock each other out.
    const rows = await tx.$queryRaw<{ id: string; acknowledged: boolean }[]>`
      SELECT id, acknowledged_at IS NOT NULL AS acknowledged FROM alerts
      WHERE id = ANY (${wanted}::uuid[]) ORDER BY id FOR UPDATE`;
    const open = new Set(rows.filter((row) => !row.acknowledged).map((row) => row.id));
    const known = new Set(rows.map((row) => row.id));
    const acknowledged = wanted.filter((id) => open.has(id));
    const at = new Date();
    await tx.alert.updateMany({
      where: { id: { in: acknowledged } },
      data: { acknowledgedAt: at, acknowledgedById: actor.userId, acknowledgedNote: text },
    });
    await tx.alertEvent.createMany({
      data: acknowledged.map((alertId) => ({
        id: ctx.newId(),
        alertId,
        kind: "acknowledged",
        at,
        actorId: actor.userId,
        data: { note: text },
      })),
    });
    for (const alertId of acknowledged) {
      const metadata = { note: text };
      await recordAudit(tx, {
        actor,
        action: "alert.acknowledged",
        resourceType: "alert",
        resourceId: alertId,
        metadata,
      });
    }
    return {
      acknowledged,
      unchanged: wanted.filter((id) => known.has(id) && !open.has(id)),
      notFound: wanted.filter((id) => !known.has(id)),
    };
  });
  if (result.acknowledged.length > 0) ctx.relay.publish("alerts.changed", { ids: result.acknowledged });
  return result;
}
