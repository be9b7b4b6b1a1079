import type { Context } from "~/platform/context.server";
import { openConfig } from "./channel-secrets.server";
import { getChannelRow } from "./get-channel-row.server";
import type { TypedConfig } from "./mask-config";

/**
 * A channel's whole configuration, for the moment of sending. Never to be logged, stored or answered.
 *
 * @throws AppError `not_found`; Error when the stored secret cannot be opened.
 */
export async function loadChannelConfig(
  ctx: Pick<Context, "db" | "secrets">,
  channelId: string,
): Promise<TypedConfig & { name: string; enabled: boolean }> {
  const row = await getChannelRow(ctx.db, channelId);
  return { ...openConfig(ctx, row), name: row.name, enabled: row.enabled };
}
