import type { Context } from "~/platform/context.server";

/** Tells that a silence is about to end, once. @returns how many were told of. */
export async function warnExpiringSilences(ctx: Context): Promise<number> {
  ctx.log.trace("no silences yet");
  return 0;
}
