import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { channelChanges } from "./channel-changes.server";
import { openConfig, sealConfig } from "./channel-secrets.server";
import { getChannelRow } from "./get-channel-row.server";
import { makeSecret } from "./make-secret.server";
import { maskConfig } from "./mask-config";
import { toChannel } from "./to-channel";

/** How long the secret before signs too (Standard Webhooks 1.0.0: both signatures stand in the one header). */
const GRACE_MS = 24 * 3_600_000;

/**
 * Gives a webhook a new signing secret; the one before signs as well for 24 hours, so that the receiver can be changed
 * without losing a message. Rotated again within that time, the first of the three signs no more.
 *
 * @param secret of one's own; without one it is made.
 * @returns the channel, and the new secret: shown this once.
 * @throws AppError `not_found`; `conflict` for a channel that is no webhook, or that was changed in between;
 *   `invalid_input` when the secret is the one that there is.
 */
export async function rotateSecret(
  ctx: Context,
  { actor, id, secret = makeSecret() }: { actor: Actor; id: string; secret?: string | undefined },
): Promise<{ channel: Channel; secret: string }> {
  const row = await getChannelRow(ctx.db, id);
  const stored = openConfig(ctx, row);
  if (stored.type !== "webhook") {
    throw new AppError("conflict", `Only webhooks have a signing secret; this is a ${row.type} channel.`, {
      slug: "not_a_webhook",
    });
  }
  if (stored.config.secret === secret) throw sameSecret();
  const previousSecretUntil = new Date(Date.now() + GRACE_MS).toISOString();
  const config = { ...stored.config, secret, previousSecret: stored.config.secret, previousSecretUntil };
  const rotated = await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.channel.updateMany({
      where: { id: row.id, updatedAt: row.updatedAt },
      data: { config: maskConfig({ type: "webhook", config }), configEncrypted: sealConfig(ctx, row.id, config) },
    });
    if (count === 0) throw new AppError("conflict", "The channel was changed at the same time; read it again.");
    const after = await getChannelRow(tx, row.id);
    await recordAudit(tx, {
      actor,
      action: "channel.secret_rotated",
      resourceType: "channel",
      resourceId: row.id,
      metadata: { type: row.type, name: row.name, ...channelChanges(ctx, row, after) },
    });
    return after;
  });
  ctx.relay.publish("configuration.changed", { what: "channels" });
  return { channel: toChannel(rotated), secret };
}

function sameSecret(): AppError {
  return new AppError("invalid_input", "The secret is the one that there is.", {
    errors: [{ pointer: "/secret", detail: "must be another than the one that there is", code: "same_secret" }],
  });
}
