import { SESSION_LIFETIMES } from "~/domain/sessions/session-lifetimes";
import type { Context } from "~/platform/context.server";

interface Start {
  userId: string;
  ip: string;
  userAgent: string | null;
}

/** Records a browser's sign-in, so that it can be seen and ended. Gives its id, made anew for each sign-in. */
export async function startBrowserSession(ctx: Context, { userId, ip, userAgent }: Start): Promise<string> {
  const id = ctx.newId();
  const expiresAt = new Date(Date.now() + SESSION_LIFETIMES.browser.absoluteMs);
  const data = { id, userId, kind: "browser", ip, userAgent: userAgent?.slice(0, 400) ?? null, expiresAt };
  await ctx.db.session.create({ data });
  return id;
}
