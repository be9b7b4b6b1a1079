import { MASKED } from "./mask-config";
import type { TypedConfig } from "./typed-config";

/** Shorter ones are words of any text. */
const MIN_SECRET_LENGTH = 6;

/**
 * A text from outside, or a request as it was sent, without the secrets of a channel's configuration. Receivers echo
 * what they were asked: a server's “Cannot POST /hooks/…” holds the path, which is the credential of many webhooks.
 *
 * @param smtpUrl of email channels: `SMTP_URL`, whose password a mail server may repeat.
 */
export function hideSecrets(text: string, channel: TypedConfig, smtpUrl?: string): string {
  const secrets = [...new Set(secretsOf(channel, smtpUrl))]
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .sort((one, other) => other.length - one.length);
  return hideCutOff(
    secrets.reduce((clean, secret) => clean.replaceAll(secret, MASKED), text),
    secrets,
  );
}

/** Only so much of a text is kept: a secret that stood across its end is there but for its last characters. */
function hideCutOff(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= MIN_SECRET_LENGTH; length--) {
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + MASKED;
    }
  }
  return text;
}

function secretsOf({ type, config }: TypedConfig, smtpUrl: string | undefined): string[] {
  switch (type) {
    case "discord":
    case "slack":
      return partsOf(config.webhookUrl);
    case "telegram":
      return [config.botToken, encodeURIComponent(config.botToken), config.botToken.replace(/^\d+:/, "")];
    case "pagerduty":
      return [config.integrationKey];
    case "email":
      return smtpUrl === undefined ? [] : credentialsOf(smtpUrl);
    case "webhook": {
      const { url, secret, previousSecret = "", headers = {} } = config;
      return [...partsOf(url), secret, previousSecret, ...Object.values(headers)];
    }
  }
}

/** Path and query, whole and in parts. */
function partsOf(text: string): string[] {
  const url = new URL(text);
  return [url.pathname + url.search, url.pathname, ...url.pathname.split("/"), ...url.searchParams.values()];
}

/** The password as written, as it is, and as SMTP carries it (RFC 4616 and AUTH LOGIN: base64). */
function credentialsOf(smtpUrl: string): string[] {
  if (!URL.canParse(smtpUrl)) return [];
  const { username, password } = new URL(smtpUrl);
  if (password === "") return [];
  const [user, plain] = [decoded(username), decoded(password)];
  return [password, plain, base64(plain), base64(`\0${user}\0${plain}`)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself.
    return text;
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
