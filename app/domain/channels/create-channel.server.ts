import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { sealConfig } from "./channel-secrets.server";
import { checkConfig } from "./check-config.server";
import { isChannelTypeAvailable, type NewChannel } from "./config-schemas";
import { makeSecret } from "./make-secret.server";
import { maskConfig } from "./mask-config";
import { toChannel } from "./to-channel";

/**
 * Makes a channel. A webhook that brings no signing secret gets one, which is in the answer this once.
 *
 * @param source kept in the audit log: "environment" for the channel that the settings ask for.
 * @throws AppError `invalid_input` (pointers below `/config`, or `channel_type_unavailable` at `/type`).
 */
export async function createChannel(
  ctx: Context,
  { actor, input, source = "request" }: { actor: Actor; input: NewChannel; source?: "request" | "environment" },
): Promise<{ channel: Channel; secret?: string }> {
  const { type, name, enabled } = input;
  if (!isChannelTypeAvailable(type)) throw unavailable(type);

  const secret = type === "webhook" && input.config.secret === undefined ? makeSecret() : undefined;
  const checked = await checkConfig(ctx, type, { ...input.config, ...(secret === undefined ? {} : { secret }) });
  const id = ctx.newId();
  const row = await ctx.db.$transaction(async (tx) => {
    const created = await tx.channel.create({
      data: {
        id,
        type,
        name,
        enabled,
        config: maskConfig(checked),
        configEncrypted: sealConfig(ctx, id, checked.config),
        healthStatus: enabled ? "unknown" : "disabled",
      },
    });
    await recordAudit(tx, {
      actor,
      action: "channel.created",
      resourceType: "channel",
      resourceId: id,
      metadata: { type, name, enabled, source },
    });
    return created;
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
  return { channel: toChannel(row), ...(secret === undefined ? {} : { secret }) };
}

function unavailable(type: string): AppError {
  const detail = `${type} channels are not available in this version; use discord or webhook`;
  return new AppError("invalid_input", `This version of Sentinel cannot send to ${type} channels yet.`, {
    slug: "channel_type_unavailable",
    errors: [{ pointer: "/type", detail, code: "channel_type_unavailable" }],
  });
}
