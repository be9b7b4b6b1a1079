const VENDOR_ORIGIN = "https://discord.com";

/**
 * Where to post a channel's messages: its own URL with `wait=true` (without it Discord answers 204 even when it does
 * not keep the message). When the operator put another base in Discord's place, the path is kept: a base that ends in
 * `/api` or `/api/v10` stands for that part of it, any other is put in front.
 *
 * @param messageId the message to edit (Discord's developer documentation, "Edit Webhook Message"); null posts one.
 */
export function discordRequestUrl(
  webhookUrl: string,
  apiBase: string,
  messageId: string | null = null,
): { url: string; vendor: boolean } {
  const url = new URL(webhookUrl);
  if (messageId !== null) url.pathname = `${url.pathname.replace(/\/+$/, "")}/messages/${messageId}`;
  const base = new URL(apiBase);
  url.searchParams.set("wait", "true");
  if (base.origin === VENDOR_ORIGIN) return { url: url.href, vendor: false };

  const prefix = base.pathname.replace(/\/+$/, "");
  const own = url.origin === base.origin && url.pathname.startsWith(`${prefix}/`);
  const rest = /\/api(\/v\d+)?$/.test(prefix) ? url.pathname.replace(/^\/api(\/v\d+)?/, "") : url.pathname;
  return { url: `${base.origin}${own ? url.pathname : `${prefix}${rest}`}${url.search}`, vendor: true };
}
