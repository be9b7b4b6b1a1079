import type { Context } from "~/platform/context.server";
import { createChannel } from "./create-channel.server";

/** The setting that remembers it: the audit log forgets one day. */
const MADE_KEY = "default_channel_made";
const NAME = "Discord (from the environment)";

/**
 * Makes a Discord channel from `DISCORD_WEBHOOK_URL`, once in a database's life: when it was deleted on purpose it
 * stays away.
 *
 * @throws AppError `invalid_input` when the variable is no Discord webhook URL.
 */
export async function ensureDefaultChannel(ctx: Context): Promise<void> {
  const webhookUrl = ctx.env.DISCORD_WEBHOOK_URL;
  if (webhookUrl === undefined) return;
  const where = { key: MADE_KEY };
  if ((await ctx.db.setting.findUnique({ where })) !== null) return;
  if (!(await wasJustMade(ctx))) {
    await createChannel(ctx, {
      actor: { userId: null },
      input: { type: "discord", name: NAME, config: { webhookUrl }, enabled: true },
      source: "environment",
    });
    ctx.log.info({ channel: NAME }, "made the default Discord channel");
  }
  await ctx.db.setting.upsert({ where, create: { ...where, value: true }, update: {} });
}

/** A start that ended before it could remember, or one of an earlier version, which had no other memory. */
async function wasJustMade(ctx: Context): Promise<boolean> {
  const made = { action: "channel.created", metadata: { path: ["source"], equals: "environment" } };
  return (await ctx.db.auditLog.findFirst({ where: made, select: { id: true } })) !== null;
}
