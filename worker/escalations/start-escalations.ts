import type { Context } from "~/platform/context.server";

/** Takes the steps of escalations when they are due. */
export function startEscalations(ctx: Context): { stop(): Promise<void> } {
  ctx.log.debug("escalations are not there yet");
  return { stop: async () => undefined };
}
