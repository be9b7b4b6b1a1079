import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { getRuleRow } from "./get-rule-row.server";
import { presentRule } from "./present-rule";

/**
 * Deletes a rule for everyone. Its row stays, hidden and disabled, because its alerts refer to it, and because the
 * worker may be recording one at this moment.
 *
 * @throws AppError `not_found`.
 */
export async function deleteRule(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const before = await getRuleRow(tx, id);
    const { count } = await tx.rule.updateMany({
      where: { id, deletedAt: null },
      data: { deletedAt: new Date(), enabled: false, version: { increment: 1 } },
    });
    if (count === 0) throw new AppError("not_found", "There is no rule with this id.");
    const metadata = { ...changes(presentRule(before), null) };
    await recordAudit(tx, { actor, action: "rule.deleted", resourceType: "rule", resourceId: id, metadata });
  });
  ctx.relay.publish("configuration.changed", { what: "rules" });
}
