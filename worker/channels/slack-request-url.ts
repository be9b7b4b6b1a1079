const VENDOR_ORIGIN = "https://hooks.slack.com";

/**
 * Where to post a Slack channel's messages: its own URL, or the same path behind the base that the operator put in
 * Slack's place.
 *
 * @param apiBase `SLACK_API_BASE`; undefined when it is not set.
 */
export function slackRequestUrl(webhookUrl: string, apiBase: string | undefined): { url: string; vendor: boolean } {
  const base = new URL(apiBase ?? VENDOR_ORIGIN);
  if (base.origin === VENDOR_ORIGIN) return { url: webhookUrl, vendor: false };
  const url = new URL(webhookUrl);
  const prefix = base.pathname.replace(/\/+$/, "");
  const isOwn = url.origin === base.origin && url.pathname.startsWith(`${prefix}/`);
  return { url: `${base.origin}${isOwn ? url.pathname : `${prefix}${url.pathname}`}`, vendor: true };
}
