import type { Context } from "~/platform/context.server";
import type { ChannelType } from "./channel";
import { openConfig } from "./channel-secrets.server";
import { getChannelRow } from "./get-channel-row.server";
import type { TypedConfig } from "./typed-config";

/** A channel with its sealed configuration. */
export interface SealedChannel {
  id: string;
  type: ChannelType;
  name: string;
  enabled: boolean;
  configEncrypted: string;
}

/**
 * A channel's whole configuration, for the moment of sending. Never to be logged, stored or answered.
 *
 * @throws AppError `not_found`; Error when the stored secret cannot be opened.
 */
export async function loadChannelConfig(
  ctx: Pick<Context, "db" | "secrets">,
  channelId: string,
): Promise<TypedConfig & { name: string; enabled: boolean }> {
  return openChannel(ctx, await getChannelRow(ctx.db, channelId));
}

/** Opens a channel that was read already. @throws Error when the stored secret cannot be opened. */
export function openChannel(
  ctx: Pick<Context, "secrets">,
  channel: SealedChannel,
): TypedConfig & { name: string; enabled: boolean } {
  return { ...openConfig(ctx, channel), name: channel.name, enabled: channel.enabled };
}
