import { recordAudit } from "~/domain/audit/record-audit.server";
import { channelChanges } from "~/domain/channels/channel-changes.server";
import { openConfig, sealConfig } from "~/domain/channels/channel-secrets.server";
import { getChannelRow } from "~/domain/channels/get-channel-row.server";
import { maskConfig } from "~/domain/channels/mask-config";
import { TypedConfig } from "~/domain/channels/typed-config";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * The far side says that its address has changed (a Telegram group that became a supergroup): the channel's configuration
 * follows, and the audit log says so. Does nothing when it says so already, or the channel was deleted or changed by a
 * person meanwhile.
 */
export async function recordConfigChange(
  ctx: Context,
  { channelId, change }: { channelId: string; change: Record<string, string> },
): Promise<void> {
  const changed = await ctx.db
    .$transaction(async (tx) => {
      const row = await getChannelRow(tx, channelId);
      const { type, config } = openConfig(ctx, row);
      const isNews = Object.entries(change).some(
        ([name, value]) => (config as Record<string, unknown>)[name] !== value,
      );
      const renewed = TypedConfig.safeParse({ type, config: { ...config, ...change } });
      if (!isNews || !renewed.success) return false;
      const { count } = await tx.channel.updateMany({
        where: { id: channelId, configEncrypted: row.configEncrypted },
        data: { config: maskConfig(renewed.data), configEncrypted: sealConfig(ctx, channelId, renewed.data.config) },
      });
      if (count === 0) return false;
      await recordAudit(tx, {
        actor: { userId: null },
        action: "channel.updated",
        resourceType: "channel",
        resourceId: channelId,
        metadata: {
          ...{ type, name: row.name, changed: ["config"], by: "far side" },
          ...channelChanges(ctx, row, await getChannelRow(tx, channelId)),
        },
      });
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return false;
      throw error;
    });
  if (changed) ctx.relay.publish("configuration.changed", { what: "channels" });
}
