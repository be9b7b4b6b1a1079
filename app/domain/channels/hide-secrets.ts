import { MASKED, type TypedConfig } from "./mask-config";

/** Shorter ones are words of any text. */
const MIN_SECRET_LENGTH = 6;

/**
 * A text from outside without the secrets of a channel's configuration. Receivers echo what they were asked: a server's
 * “Cannot POST /hooks/…” holds the path, which is the credential of many webhooks.
 */
export function hideSecrets(text: string, { type, config }: TypedConfig): string {
  const url = new URL(type === "discord" ? config.webhookUrl : config.url);
  const secrets = [
    url.pathname + url.search,
    url.pathname,
    ...url.pathname.split("/"),
    ...url.searchParams.values(),
    ...(type === "webhook" ? [config.secret, ...Object.values(config.headers ?? {})] : []),
  ];
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .reduce((clean, secret) => clean.replaceAll(secret, MASKED), text);
}
