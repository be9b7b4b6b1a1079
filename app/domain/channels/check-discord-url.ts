const HOSTS = new Set(["discord.com", "discordapp.com"].flatMap((host) => [host, `ptb.${host}`, `canary.${host}`]));
const PATH = /^\/api(?:\/v\d{1,2})?\/webhooks\/\d{1,20}\/[A-Za-z0-9_-]{1,200}$/;

/**
 * Whether a text is a Discord webhook's URL: one of Discord's hosts (stable, PTB, canary, the old domain), or the
 * origin that the operator put in its place. A `thread_id` may follow, as Discord takes it.
 *
 * @param apiBase `DISCORD_API_BASE`, when it is set.
 * @returns what is wrong with it, or null.
 */
export function checkDiscordUrl(text: string, apiBase?: string | null): string | null {
  const shape = "must be a Discord webhook URL such as https://discord.com/api/webhooks/<id>/<token>";
  if (!URL.canParse(text)) return shape;
  const url = new URL(text);
  const base = apiBase ? new URL(apiBase) : null;
  const replaced = base !== null && url.origin === base.origin;
  const official = url.protocol === "https:" && HOSTS.has(url.hostname) && url.port === "";
  if (!official && !replaced) return shape;
  if (url.username !== "" || url.password !== "" || url.hash !== "") return shape;

  const prefix = replaced ? base.pathname.replace(/(\/api(\/v\d+)?)?\/*$/, "") : "";
  if (!url.pathname.startsWith(prefix) || !PATH.test(url.pathname.slice(prefix.length))) return shape;
  for (const [key, value] of url.searchParams) {
    if (key !== "thread_id" || !/^\d{1,20}$/.test(value)) return "may only have a thread_id after the token";
  }
  return null;
}
