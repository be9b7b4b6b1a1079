import { isIP } from "node:net";

import type { Env } from "~/platform/env.server";

/** How updates come: fetched, sent by Telegram, sent as long as that works, or not at all. */
export type TelegramMode = "polling" | "webhook" | "webhook_or_polling" | "off";

/** The ports that Telegram calls (Bot API, `setWebhook`). */
const PORTS = new Set(["", "443", "80", "88", "8443"]);
/** Names that only a local network knows (RFC 6761, 6762, 8375). */
const LOCAL = /(^|\.)(localhost|local|internal|home\.arpa|lan|test|invalid|example)$/;

/** The mode that the settings ask for. `auto`: Telegram's calls when it can reach `PUBLIC_URL`, as far as that shows. */
export function telegramMode({
  TELEGRAM_UPDATES,
  PUBLIC_URL,
}: Pick<Env, "TELEGRAM_UPDATES" | "PUBLIC_URL">): TelegramMode {
  if (TELEGRAM_UPDATES !== "auto") return TELEGRAM_UPDATES;
  return isReachable(PUBLIC_URL) ? "webhook_or_polling" : "polling";
}

function isReachable(publicUrl: string): boolean {
  const { protocol, hostname, port } = new URL(publicUrl);
  const isName = isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && hostname.includes(".") && !LOCAL.test(hostname);
  return protocol === "https:" && isName && PORTS.has(port);
}
