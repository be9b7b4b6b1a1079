import { isDeepStrictEqual } from "node:util";

import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { openConfig, sealConfig } from "./channel-secrets.server";
import { checkConfig } from "./check-config.server";
import type { ChannelPatch } from "./config-schemas";
import { getChannelRow } from "./get-channel-row.server";
import { maskConfig } from "./mask-config";
import { mergeConfig } from "./merge-config";
import { toChannel } from "./to-channel";

/**
 * Changes a channel; what the patch does not name stays, and one that changes nothing leaves even `updatedAt` alone. A
 * new configuration, or switching it on again, clears what was known of its health.
 *
 * @param expectedVersion the `updatedAt` that the caller saw.
 * @throws AppError `not_found`, `precondition_failed`, `conflict` (changed in between), `invalid_input`.
 */
export async function updateChannel(
  ctx: Context,
  {
    actor,
    id,
    patch,
    expectedVersion,
  }: { actor: Actor; id: string; patch: ChannelPatch; expectedVersion?: string | undefined },
): Promise<Channel> {
  const row = await getChannelRow(ctx.db, id);
  if (expectedVersion !== undefined && expectedVersion !== row.updatedAt.toISOString()) {
    throw new AppError("precondition_failed", "The channel has changed since you read it.");
  }
  const config = patch.config === undefined ? {} : await newConfig(ctx, row, patch.config);
  const enabled = patch.enabled ?? row.enabled;
  const health = healthAfter(row, enabled, "configEncrypted" in config);
  const changed = [
    ...(patch.name === undefined || patch.name === row.name ? [] : ["name"]),
    ...("configEncrypted" in config ? ["config"] : []),
    ...(enabled === row.enabled ? [] : ["enabled"]),
  ];
  if (changed.length === 0) return toChannel(row);

  const updated = await ctx.db.$transaction(async (tx) => {
    const name = patch.name ?? row.name;
    const { count } = await tx.channel.updateMany({
      where: { id: row.id, updatedAt: row.updatedAt },
      data: { name, enabled, ...config, ...health },
    });
    if (count === 0) throw new AppError("conflict", "The channel was changed at the same time; read it again.");
    await recordAudit(tx, {
      actor,
      action: "channel.updated",
      resourceType: "channel",
      resourceId: row.id,
      metadata: { type: row.type, name, enabled, changed },
    });
    return getChannelRow(tx, row.id);
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
  return toChannel(updated);
}

type Row = Awaited<ReturnType<typeof getChannelRow>>;

/** The columns of a changed configuration; none when it is the same as before. */
async function newConfig(ctx: Context, row: Row, patch: Record<string, unknown>) {
  const stored = openConfig(ctx, row);
  const merged = mergeConfig(stored, patch);
  if (isDeepStrictEqual(merged, stored.config)) return {};
  const checked = await checkConfig(ctx, stored.type, merged);
  return { config: maskConfig(checked), configEncrypted: sealConfig(ctx, row.id, checked.config) };
}

function healthAfter(row: Row, enabled: boolean, configured: boolean) {
  if (!enabled) return { healthStatus: "disabled" };
  return configured || !row.enabled ? { healthStatus: "unknown", lastError: null, lastErrorAt: null } : {};
}
