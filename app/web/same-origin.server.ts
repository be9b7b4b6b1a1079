import type { AppLoadContext } from "@remix-run/node";

import { isFromElsewhere } from "./is-from-elsewhere";

/**
 * Refuses a change that another site's page sends with the user's cookie. Call it first in every UI action: Express
 * refuses such requests already, and no action may depend on that.
 *
 * @throws Response 403.
 */
export function assertSameOrigin(request: Request, { ctx }: AppLoadContext): void {
  const [site, origin] = [request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")];
  const own = [new URL(ctx.env.PUBLIC_URL).origin, new URL(request.url).origin];
  if (!isFromElsewhere({ site, origin }, own)) return;
  ctx.log.warn({ site, origin, path: new URL(request.url).pathname }, "refused a change sent from another site");
  throw new Response("This change was sent from another site and has been refused.", { status: 403 });
}
