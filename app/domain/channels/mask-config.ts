import type { DiscordConfig, WebhookConfig } from "./config-schemas";
import { redactUrl } from "./redact-url";

/** What stands in place of a secret value; sent back in a change it means "as it was". */
export const MASKED = "***";

/** A configuration with its type, so that the two cannot be mixed up. */
export type TypedConfig = { type: "discord"; config: DiscordConfig } | { type: "webhook"; config: WebhookConfig };

/** A channel's configuration as it may be shown and stored in clear: where it goes, none of its secrets. */
export function maskConfig({ type, config }: TypedConfig): Record<string, string | Record<string, string>> {
  if (type === "discord") return { webhookUrl: config.webhookUrl.replace(/\/webhooks\/.*$/, `/webhooks/${MASKED}`) };
  const headers = Object.keys(config.headers ?? {}).map((name) => [name, MASKED] as const);
  return {
    url: redactUrl(config.url),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    secret: MASKED,
  };
}
