import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { channelChanges } from "./channel-changes.server";
import type { NewChannel } from "./channel-input";
import { sealConfig } from "./channel-secrets.server";
import { checkConfig } from "./check-config.server";
import { destinationOf } from "./destination-of.server";
import { makeSecret } from "./make-secret.server";
import { maskConfig } from "./mask-config";
import { optionColumns } from "./option-columns.server";
import { takeFallback } from "./take-fallback.server";
import { toChannel } from "./to-channel";

/**
 * Makes a channel. A webhook that brings no signing secret gets one, which is in the answer this once. A new fallback
 * channel takes the place of the one before.
 *
 * @param source kept in the audit log: "environment" for the channel that the settings ask for.
 * @throws AppError `invalid_input` with pointers below `/config`.
 */
export async function createChannel(
  ctx: Context,
  { actor, input, source = "request" }: { actor: Actor; input: NewChannel; source?: "request" | "environment" },
): Promise<{ channel: Channel; secret?: string }> {
  const { type, name, enabled, config, ...options } = input;
  const secret = type === "webhook" && !("secret" in config && config.secret !== undefined) ? makeSecret() : undefined;
  const checked = await checkConfig(ctx, type, { ...config, ...(secret === undefined ? {} : { secret }) });
  const id = ctx.newId();
  const row = await ctx.db.$transaction(async (tx) => {
    const before = input.isFallback ? await takeFallback(tx, { to: id }) : null;
    const created = await tx.channel.create({
      data: {
        id,
        type,
        name,
        enabled,
        ...optionColumns(options),
        config: maskConfig(checked),
        configEncrypted: sealConfig(ctx, id, checked.config),
        destination: destinationOf(ctx, checked),
        healthStatus: enabled ? "unknown" : "disabled",
      },
    });
    await recordAudit(tx, {
      actor,
      action: "channel.created",
      resourceType: "channel",
      resourceId: id,
      metadata: {
        source,
        ...channelChanges(ctx, null, created),
        ...(before === null ? {} : { fallbackInsteadOf: before.name }),
      },
    });
    return created;
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
  return { channel: toChannel(row), ...(secret === undefined ? {} : { secret }) };
}
