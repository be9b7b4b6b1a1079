import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { holdSilence } from "./hold-silence.server";
import { presentSilences } from "./present-silences.server";

/**
 * Ends a silence: one that is in force ends now and stays in the list, for who looks back why nobody was told; one that
 * has not begun is gone. One that has ended stays as it is.
 *
 * @throws AppError `not_found`.
 */
export async function endSilence(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const row = await holdSilence(tx, id);
    const now = new Date();
    if (row.endsAt <= now) return;
    const hasBegun = row.startsAt <= now;
    const [silence] = await presentSilences(tx, [row]);
    if (hasBegun) await tx.silence.update({ where: { id }, data: { endsAt: now } });
    else await tx.silence.delete({ where: { id } });
    await recordAudit(tx, {
      actor,
      action: hasBegun ? "silence.expired" : "silence.deleted",
      resourceType: "silence",
      resourceId: id,
      metadata: {
        summary: silence?.summary ?? "",
        reason: row.reason,
        ...changes({ endsAt: row.endsAt }, hasBegun ? { endsAt: now } : null),
      },
    });
  });
}
