import type { Context } from "~/platform/context.server";

interface Start {
  userId: string;
  ip: string;
  userAgent: string | null;
  /** How long it lives at most. */
  lifetimeMs: number;
}

/** Records a browser's sign-in, so that it can be seen and ended. Gives its id. */
export async function startBrowserSession(ctx: Context, { userId, ip, userAgent, lifetimeMs }: Start): Promise<string> {
  const id = ctx.newId();
  const expiresAt = new Date(Date.now() + lifetimeMs);
  const data = { id, userId, kind: "browser", ip, userAgent: userAgent?.slice(0, 400) ?? null, expiresAt };
  await ctx.db.session.create({ data });
  return id;
}
