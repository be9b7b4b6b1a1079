import { createHmac, timingSafeEqual } from "node:crypto";

import type { Context } from "~/platform/context.server";

/** Which alert may be acknowledged, and which channel's message gave the right to. */
export interface AcknowledgeGrant {
  alertId: string;
  channelId: string;
}

const LINK_LIFETIME_MS = 7 * 86_400_000;
const MAC_BYTES = 12;

/**
 * A token for a link that lets whoever reads the channel acknowledge the alert, for a week. Alert, channel and end (48
 * bits of seconds) with a truncated HMAC-SHA256 (96 bits; RFC 2104, 5), base64url.
 */
export function makeAcknowledgeToken(ctx: Pick<Context, "secrets">, grant: AcknowledgeGrant, now: Date): string {
  const end = Buffer.alloc(6);
  end.writeUIntBE(Math.floor((now.getTime() + LINK_LIFETIME_MS) / 1000), 0, 6);
  const body = Buffer.concat([bytesOf(grant.alertId), bytesOf(grant.channelId), end]);
  return Buffer.concat([body, macOf(ctx.secrets.key("acknowledge-link"), body)]).toString("base64url");
}

/** What a token of `makeAcknowledgeToken` grants; null when it is not one of ours. `expired`: it was. */
export function readAcknowledgeToken(
  ctx: Pick<Context, "secrets">,
  token: string,
  now: Date,
): AcknowledgeGrant | "expired" | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 38 + MAC_BYTES || bytes.toString("base64url") !== token) return null;
  const body = bytes.subarray(0, 38);
  if (!isMacOf(ctx, "acknowledge-link", { body, mac: bytes.subarray(38) })) return null;
  if (body.readUIntBE(32, 6) * 1000 < now.getTime()) return "expired";
  return { alertId: uuidOf(body.subarray(0, 16)), channelId: uuidOf(body.subarray(16, 32)) };
}

/**
 * What a chat's button sends back (Telegram: at most 64 bytes): `a:`, the alert and a MAC that binds it to the channel.
 * It never expires: who may press it is judged by the person's role.
 */
export function makeAcknowledgeData(ctx: Pick<Context, "secrets">, { alertId, channelId }: AcknowledgeGrant): string {
  const alert = bytesOf(alertId);
  const mac = macOf(ctx.secrets.key("acknowledge-button"), Buffer.concat([alert, bytesOf(channelId)]));
  return `a:${Buffer.concat([alert, mac]).toString("base64url")}`;
}

/** The alert that a button's data names, when it was made for one of these channels; else null. */
export function readAcknowledgeData(
  ctx: Pick<Context, "secrets">,
  data: string,
  channelIds: readonly string[],
): AcknowledgeGrant | null {
  const bytes = Buffer.from(data.slice(2), "base64url");
  if (!data.startsWith("a:") || bytes.length !== 16 + MAC_BYTES) return null;
  const alert = bytes.subarray(0, 16);
  const mac = bytes.subarray(16);
  const channelId = channelIds.find((id) =>
    isMacOf(ctx, "acknowledge-button", { body: Buffer.concat([alert, bytesOf(id)]), mac }),
  );
  return channelId === undefined ? null : { alertId: uuidOf(alert), channelId };
}

function macOf(key: Buffer, body: Buffer): Buffer {
  return createHmac("sha256", key).update(body).digest().subarray(0, MAC_BYTES);
}

/** Also one that was made with a secret before today's: a message outlives a rotation. */
function isMacOf(
  { secrets }: Pick<Context, "secrets">,
  purpose: string,
  { body, mac }: { body: Buffer; mac: Buffer },
): boolean {
  return secrets.keys(purpose).some(({ key }) => timingSafeEqual(mac, macOf(key, body)));
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
