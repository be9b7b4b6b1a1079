import type { Context } from "~/platform/context.server";
import type { ChannelType } from "./channel";
import { channelConfigAad } from "./channel-config-aad";
import { TypedConfig } from "./typed-config";

/** Seals a channel's whole configuration, bound to its row. */
export function sealConfig(ctx: Pick<Context, "secrets">, channelId: string, config: TypedConfig["config"]): string {
  return ctx.secrets.encrypt(JSON.stringify(config), channelConfigAad(channelId));
}

/**
 * Opens what `sealConfig` sealed.
 *
 * @throws Error when the envelope is of another row, was changed, or holds what no schema of this version knows.
 */
export function openConfig(
  ctx: Pick<Context, "secrets">,
  row: { id: string; type: ChannelType; configEncrypted: string },
): TypedConfig {
  const config: unknown = JSON.parse(ctx.secrets.decrypt(row.configEncrypted, channelConfigAad(row.id)));
  return TypedConfig.parse({ type: row.type, config });
}
