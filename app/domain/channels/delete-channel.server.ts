import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { channelChanges } from "./channel-changes.server";
import { getChannelRow } from "./get-channel-row.server";

/**
 * Deletes a channel and its deliveries. Rules that name it keep its id and simply reach one channel less; how many
 * there are is in the audit log.
 *
 * @param expectedVersion the `updatedAt` that the caller saw.
 * @throws AppError `not_found`, `precondition_failed`.
 */
export async function deleteChannel(
  ctx: Context,
  { actor, id, expectedVersion }: { actor: Actor; id: string; expectedVersion?: string | undefined },
): Promise<void> {
  const row = await getChannelRow(ctx.db, id);
  if (expectedVersion !== undefined && expectedVersion !== row.updatedAt.toISOString()) {
    throw new AppError("precondition_failed", "The channel has changed since you read it.");
  }
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.channel.deleteMany({ where: { id: row.id } });
    if (count === 0) return;
    const rules = await tx.rule.count({ where: { channels: { has: row.id } } });
    await recordAudit(tx, {
      actor,
      action: "channel.deleted",
      resourceType: "channel",
      resourceId: row.id,
      metadata: { ...channelChanges(ctx, row, null), rules },
    });
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
}
