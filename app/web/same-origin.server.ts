import type { AppLoadContext } from "@remix-run/node";

/**
 * Refuses a change that another site's page sends with the user's cookie: by `Sec-Fetch-Site` (every current browser),
 * else by `Origin`. A request with neither comes from no browser that could have been tricked. Call it first in every
 * UI action.
 *
 * @throws Response 403.
 */
export function assertSameOrigin(request: Request, { ctx }: AppLoadContext): void {
  const site = request.headers.get("Sec-Fetch-Site");
  if (site === "same-origin" || site === "none") return;
  const origin = request.headers.get("Origin");
  if (site === null && origin === null) return;
  const own = [new URL(ctx.env.PUBLIC_URL).origin, new URL(request.url).origin];
  if (site === null && origin !== null && own.includes(origin)) return;
  ctx.log.warn({ site, origin, path: new URL(request.url).pathname }, "refused a change sent from another site");
  throw new Response("This change was sent from another site and has been refused.", { status: 403 });
}
