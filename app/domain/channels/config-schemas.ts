import { z } from "zod";

import { ChannelType } from "./channel";

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

/** A webhook's configuration as stored; the URL is checked further by the guarded HTTP client. */
export const WebhookConfig = z.strictObject({ url: Url, headers: WebhookHeaders.optional(), secret: WebhookSecret });
export type WebhookConfig = z.infer<typeof WebhookConfig>;

/** As `WebhookConfig`, before a secret was made for those who give none. */
const NewWebhookConfig = WebhookConfig.partial({ secret: true });

const name = z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters");
const enabled = z.boolean().default(true);

/** Types that the contract knows and this version cannot deliver to: refused by `createChannel` with a reason. */
const UnavailableType = ChannelType.extract(["telegram", "pagerduty", "slack", "email"]);

/** What a new channel is made from. */
export const NewChannel = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("discord"), name, config: DiscordConfig, enabled }),
  z.strictObject({ type: z.literal("webhook"), name, config: NewWebhookConfig, enabled }),
  z.strictObject({ type: UnavailableType, name, config: z.record(z.string(), z.unknown()), enabled }),
]);
export type NewChannel = z.infer<typeof NewChannel>;

/**
 * A change to a channel; what is not named stays, also inside `config`. A value sent back as it was shown (masked)
 * counts as not named. `headers` replaces all headers.
 */
export const ChannelPatch = z.strictObject({
  name: name.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  enabled: z.boolean().optional(),
});
export type ChannelPatch = z.infer<typeof ChannelPatch>;

/** Whether a channel of this type can be created and delivered to today. */
export function isChannelTypeAvailable(type: ChannelType): type is "discord" | "webhook" {
  return type === "discord" || type === "webhook";
}

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
