import { isDeepStrictEqual } from "node:util";

import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { releaseHeld } from "~/domain/deliveries/release-held.server";
import { releaseQuiet } from "~/domain/deliveries/release-quiet.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { channelChanges } from "./channel-changes.server";
import type { ChannelPatch } from "./channel-input";
import { ChannelOptions, QuietHours } from "./channel-options";
import { openConfig, sealConfig } from "./channel-secrets.server";
import { checkConfig } from "./check-config.server";
import { destinationOf } from "./destination-of.server";
import { getChannelRow } from "./get-channel-row.server";
import { maskConfig } from "./mask-config";
import { mergeConfig } from "./merge-config";
import { optionColumns } from "./option-columns.server";
import { takeFallback } from "./take-fallback.server";
import { toChannel } from "./to-channel";

/**
 * Changes a channel; what the patch does not name stays, and one that changes nothing leaves even `updatedAt` alone. A
 * new configuration, or switching it on again, clears what was known of its health. What was held while Sentinel had it
 * switched off is sent once it is on again; what waits for the end of quiet hours goes by the new ones.
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
  const options = changedOptions(row, patch);
  const enabled = patch.enabled ?? row.enabled;
  const changed = [
    ...(patch.name === undefined || patch.name === row.name ? [] : ["name"]),
    ...("configEncrypted" in config ? ["config"] : []),
    ...(enabled === row.enabled ? [] : ["enabled"]),
    ...Object.keys(options),
  ];
  if (changed.length === 0) return toChannel(row);

  const data = {
    name: patch.name ?? row.name,
    enabled,
    ...config,
    ...optionColumns(options),
    ...healthAfter(row, enabled, "configEncrypted" in config),
  };
  const updated = await ctx.db.$transaction(async (tx) => {
    const before = options.isFallback ? await takeFallback(tx, { to: row.id }) : null;
    const { count } = await tx.channel.updateMany({ where: { id: row.id, updatedAt: row.updatedAt }, data });
    if (count === 0) throw new AppError("conflict", "The channel was changed at the same time; read it again.");
    const after = await getChannelRow(tx, row.id);
    await recordAudit(tx, {
      actor,
      action: "channel.updated",
      resourceType: "channel",
      resourceId: row.id,
      metadata: {
        ...{ type: row.type, name: after.name, changed, ...channelChanges(ctx, row, after) },
        ...(before ? { fallbackInsteadOf: before.name } : {}),
      },
    });
    return after;
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
  if (enabled && !row.enabled) await releaseHeld(ctx, { channelId: row.id });
  if (options.quietHours !== undefined) {
    const quietHours = QuietHours.safeParse(row.quietHours).data ?? null;
    await releaseQuiet(ctx, { channelId: row.id, quietHours });
  }
  return toChannel(updated);
}

type Row = Awaited<ReturnType<typeof getChannelRow>>;

/** The columns of a changed configuration; none when it is the same as before. */
async function newConfig(ctx: Context, row: Row, patch: Record<string, unknown>) {
  const stored = openConfig(ctx, row);
  const merged = mergeConfig(stored, patch);
  if (isDeepStrictEqual(merged, stored.config)) return {};
  const checked = await checkConfig(ctx, stored.type, merged);
  return {
    config: maskConfig(checked),
    configEncrypted: sealConfig(ctx, row.id, checked.config),
    destination: destinationOf(ctx, checked),
  };
}

const OPTIONS = ChannelOptions.keyof().options;

/** The options that the patch names with another value than there is. */
function changedOptions(row: Row, patch: ChannelPatch): Partial<ChannelOptions> {
  const now = toChannel(row);
  const named = OPTIONS.filter((name) => patch[name] !== undefined && !isDeepStrictEqual(patch[name], now[name]));
  return Object.fromEntries(named.map((name) => [name, patch[name]]));
}

/** A person who switches it off wants silence: nothing is held then. */
function healthAfter(row: Row, enabled: boolean, configured: boolean) {
  if (!enabled) return { healthStatus: "disabled", ...(row.enabled ? { heldSince: null } : {}) };
  if (!configured && row.enabled) return {};
  return { healthStatus: "unknown", lastError: null, lastErrorAt: null, failingSince: null, heldSince: null };
}
