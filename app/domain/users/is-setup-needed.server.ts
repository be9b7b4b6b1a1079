import type { Context } from "~/platform/context.server";

/** Whether nobody can sign in yet: the first visitor is then asked for the set-up code. */
export async function isSetupNeeded(ctx: Context): Promise<boolean> {
  return (await ctx.db.user.findFirst({ select: { id: true } })) === null;
}
