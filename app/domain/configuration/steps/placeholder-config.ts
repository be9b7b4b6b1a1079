import type { ChannelType } from "~/domain/channels/channel";
import type { TypedConfig } from "~/domain/channels/typed-config";

/** RFC 6761, 6.4: `.invalid` never resolves. */
const PLACEHOLDER_URL = "https://placeholder.invalid/";

/** What stands in for a secret that an import did not bring. Each has the form of its field and leads nowhere. */
const PLACEHOLDERS: Record<ChannelType, Readonly<Record<string, string>>> = {
  discord: { webhookUrl: "https://discord.com/api/webhooks/0/placeholder" },
  slack: { webhookUrl: "https://hooks.slack.com/services/T00000000/B00000000/placeholder00" },
  telegram: { botToken: `00000:${"placeholder_".repeat(3)}` },
  pagerduty: { integrationKey: "0".repeat(32) },
  webhook: { url: PLACEHOLDER_URL },
  email: {},
};
const PLACEHOLDER_HEADER = "placeholder";

/** What has to be known of a channel of the type before it can send anything. */
export function placeholdersOf(type: ChannelType): Readonly<Record<string, string>> {
  return PLACEHOLDERS[type];
}

/** The value of a header that an import did not bring. */
export function placeholderHeader(): string {
  return PLACEHOLDER_HEADER;
}

/** The secrets of a channel that are still stand-ins. */
export function missingSecrets({ type, config }: TypedConfig): string[] {
  const values: Record<string, unknown> = { ...config };
  const fields = Object.entries(PLACEHOLDERS[type]).filter(([field, value]) => values[field] === value);
  const headers = type === "webhook" ? Object.entries(config.headers ?? {}) : [];
  return [
    ...fields.map(([field]) => field),
    ...headers.filter(([, value]) => value === PLACEHOLDER_HEADER).map(([name]) => `headers.${name}`),
  ];
}
