/** Slack's own and its United States government cloud. */
const HOSTS = new Set(["hooks.slack.com", "hooks.slack-gov.com"]);
const PATH = /^\/services\/T[A-Z0-9]{2,30}\/B[A-Z0-9]{2,30}\/[A-Za-z0-9]{8,100}$/;

/**
 * Whether a text is the URL of a Slack incoming webhook, or leads to the origin that the operator put in Slack's place
 * (which may be a server that only speaks as Slack does, and then its paths are its own).
 *
 * @param apiBase `SLACK_API_BASE`, when it is set.
 * @returns what is wrong with it, or null.
 */
export function checkSlackUrl(text: string, apiBase?: string | null): string | null {
  const shape = "must be a Slack webhook URL such as https://hooks.slack.com/services/T…/B…/…";
  if (!URL.canParse(text)) return shape;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return shape;
  if (apiBase && url.origin === new URL(apiBase).origin) return url.pathname === "/" ? shape : null;
  if (url.protocol !== "https:" || !HOSTS.has(url.hostname) || url.port !== "") return shape;
  if (/^\/(triggers|workflows)\//.test(url.pathname)) {
    return "is a workflow's URL; must be one of an incoming webhook, such as https://hooks.slack.com/services/T…/B…/…";
  }
  return PATH.test(url.pathname) && url.search === "" ? null : shape;
}
