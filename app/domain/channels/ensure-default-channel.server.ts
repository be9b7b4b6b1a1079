import type { Context } from "~/platform/context.server";
import { createChannel } from "./create-channel.server";

const NAME = "Discord (from the environment)";

/**
 * Makes a Discord channel from `DISCORD_WEBHOOK_URL`, once in a database's life: when it was deleted on purpose it
 * stays away. The audit log remembers.
 *
 * @throws AppError `invalid_input` when the variable is no Discord webhook URL.
 */
export async function ensureDefaultChannel(ctx: Context): Promise<void> {
  const webhookUrl = ctx.env.DISCORD_WEBHOOK_URL;
  if (webhookUrl === undefined) return;
  const made = await ctx.db.auditLog.findFirst({
    where: { action: "channel.created", metadata: { path: ["source"], equals: "environment" } },
    select: { id: true },
  });
  if (made) return;
  await createChannel(ctx, {
    actor: { userId: null },
    input: { type: "discord", name: NAME, config: { webhookUrl }, enabled: true },
    source: "environment",
  });
  ctx.log.info({ channel: NAME }, "made the default Discord channel");
}
