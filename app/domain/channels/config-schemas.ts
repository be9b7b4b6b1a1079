import { z } from "zod";

const MAX_URL_LENGTH = 2048;
const MAX_HEADERS = 20;

/** Set by the sender itself, or between two hops only (RFC 9110 7.6.1): a custom header must not change these. */
const RESERVED_HEADERS = new Set([
  "connection",
  "content-length",
  "content-type",
  "content-encoding",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const HeaderName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "must be a header name: letters, digits and dashes")
  .refine((name) => !isReservedHeader(name), "is set by Sentinel or by HTTP itself and cannot be chosen");
// Visible ASCII and blanks only (RFC 9110 5.5): no line breaks, so that one header stays one.
const HeaderValue = z
  .string()
  .max(2000, "must be at most 2,000 characters")
  .regex(/^[\x20-\x7e\t]*$/, "must be printable ASCII without line breaks");

/** Extra request headers of a webhook: name to value. Values are secrets. */
export const WebhookHeaders = z
  .record(HeaderName, HeaderValue)
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be at most ${MAX_HEADERS} headers`)
  .refine(
    (headers) => new Set(Object.keys(headers).map((name) => name.toLowerCase())).size === Object.keys(headers).length,
    "must not name a header twice",
  );

/** A Standard Webhooks signing secret: `whsec_` and the base64 of 24 to 64 bytes. */
export const WebhookSecret = z
  .string()
  .refine(isWebhookSecret, "must be whsec_ followed by the base64 of 24 to 64 bytes");

const Url = z.string().trim().min(1, "must not be empty").max(MAX_URL_LENGTH, "must be at most 2,048 characters");

/** Where a Discord channel posts; the URL is checked further by `checkDiscordUrl`. */
export const DiscordConfig = z.strictObject({ webhookUrl: Url });
export type DiscordConfig = z.infer<typeof DiscordConfig>;

/**
 * A webhook's configuration as stored; the URL is checked further by the guarded HTTP client. `kind: "hook"` is a
 * circuit-breaker hook: it is sent a prepared response, and its answer is shown on the alert. While `previousSecretUntil`
 * (RFC 3339) is not over, the secret before signs too.
 */
export const WebhookConfig = z.strictObject({
  url: Url,
  headers: WebhookHeaders.optional(),
  secret: WebhookSecret,
  kind: z.enum(["events", "hook"]).optional(),
  previousSecret: WebhookSecret.optional(),
  previousSecretUntil: z.iso.datetime().optional(),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

const NO_CHAT = "must be a chat's number or @name";

/** A Telegram bot and the chat that it writes to; `threadId` is a topic of a forum group. */
export const TelegramConfig = z.strictObject({
  botToken: z
    .string()
    .trim()
    .regex(/^\d{5,20}:[A-Za-z0-9_-]{30,100}$/, "must be a bot's token such as 123456789:AAE..., as BotFather gives it"),
  chatId: z
    .union([z.int().transform(String), z.string().trim()], NO_CHAT)
    .pipe(z.string().regex(/^(-?\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,63})$/, NO_CHAT)),
  threadId: z.int("must be a whole number").min(1, "must be 1 or more").optional(),
});
export type TelegramConfig = z.infer<typeof TelegramConfig>;

/** An Events API v2 integration of a PagerDuty service. */
export const PagerDutyConfig = z.strictObject({
  integrationKey: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{32}$/, "must be the 32 letters and digits of an Events API v2 integration key"),
  region: z.enum(["us", "eu"], "must be us or eu").optional(),
});
export type PagerDutyConfig = z.infer<typeof PagerDutyConfig>;

/** Where a Slack channel posts; the URL is checked further by `checkSlackUrl`. */
export const SlackConfig = z.strictObject({ webhookUrl: Url });
export type SlackConfig = z.infer<typeof SlackConfig>;

/** Who gets mail; the server is `SMTP_URL`. */
export const EmailConfig = z.strictObject({
  to: z
    .array(z.email("must be an email address").max(254, "must be at most 254 characters"))
    .min(1, "must name an address")
    .max(50, "must be at most 50 addresses"),
});
export type EmailConfig = z.infer<typeof EmailConfig>;

function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_HEADERS.has(lower) || lower.startsWith("webhook-") || lower.startsWith("proxy-");
}

function isWebhookSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+)(={0,2})$/.exec(text);
  if (!base64) return false;
  const [, digits = "", padding = ""] = base64;
  const bytes = Math.floor((digits.length * 3) / 4);
  return (digits.length + padding.length) % 4 === 0 && bytes >= 24 && bytes <= 64;
}
