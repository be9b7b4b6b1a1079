import type { Context } from "~/platform/context.server";
import type { ChannelType } from "./channel";
import { TypedConfig } from "./typed-config";

const aad = (channelId: string) => `channels:config_encrypted:${channelId}`;

/** Seals a channel's whole configuration, bound to its row. */
export function sealConfig(ctx: Pick<Context, "secrets">, channelId: string, config: TypedConfig["config"]): string {
  return ctx.secrets.encrypt(JSON.stringify(config), aad(channelId));
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
  const config: unknown = JSON.parse(ctx.secrets.decrypt(row.configEncrypted, aad(row.id)));
  return TypedConfig.parse({ type: row.type, config });
}
