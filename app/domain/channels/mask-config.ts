import { redactUrl } from "./redact-url";
import type { TypedConfig } from "./typed-config";

/** What stands in place of a secret value; sent back in a change it means "as it was". */
export const MASKED = "***";

/** What may be shown of a configuration. */
export type MaskedConfig = Record<string, string | number | string[] | Record<string, string>>;

/** A channel's configuration as it may be shown and stored in clear: where it goes, none of its secrets. */
export function maskConfig({ type, config }: TypedConfig): MaskedConfig {
  switch (type) {
    case "discord":
      return { webhookUrl: config.webhookUrl.replace(/\/webhooks\/.*$/, `/webhooks/${MASKED}`) };
    case "slack":
      return { webhookUrl: maskSlackUrl(config.webhookUrl) };
    case "telegram":
      // The number is the bot's id: every member of the chat can see it.
      return {
        botToken: config.botToken.replace(/:.*$/, `:${MASKED}`),
        chatId: config.chatId,
        ...(config.threadId === undefined ? {} : { threadId: config.threadId }),
      };
    case "pagerduty":
      return { integrationKey: MASKED, ...(config.region === undefined ? {} : { region: config.region }) };
    case "email":
      return { to: config.to };
    case "webhook":
      return maskWebhook(config);
  }
}

function maskSlackUrl(text: string): string {
  return /\/services\/./.test(text) ? text.replace(/\/services\/.*$/, `/services/${MASKED}`) : redactUrl(text);
}

function maskWebhook({
  url,
  headers = {},
  kind,
  previousSecretUntil,
}: Extract<TypedConfig, { type: "webhook" }>["config"]): MaskedConfig {
  const names = Object.keys(headers).map((name) => [name, MASKED] as const);
  return {
    url: redactUrl(url),
    ...(names.length === 0 ? {} : { headers: Object.fromEntries(names) }),
    secret: MASKED,
    ...(kind === undefined ? {} : { kind }),
    ...(previousSecretUntil === undefined ? {} : { previousSecretUntil }),
  };
}
