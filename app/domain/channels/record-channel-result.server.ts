import type { Context } from "~/platform/context.server";

const MAX_ERROR_LENGTH = 500;

/**
 * Notes how a send to a channel ended, for its health. Does nothing when the channel is gone.
 *
 * Raw SQL because Prisma would raise `updated_at`, which is the version that people edit against: a delivery must not
 * make their save stale. A switched-off channel stays "disabled" whatever a late send reports.
 */
export async function recordChannelResult(
  ctx: Pick<Context, "db">,
  { channelId, ok, error = null }: { channelId: string; ok: boolean; error?: string | null },
): Promise<void> {
  if (ok) {
    await ctx.db.$executeRaw`
      UPDATE channels
      SET health_status = CASE WHEN enabled THEN 'healthy' ELSE health_status END, last_success_at = now(),
          last_error = CASE WHEN enabled THEN NULL ELSE last_error END
      WHERE id = ${channelId}::uuid`;
    return;
  }
  const text = error?.slice(0, MAX_ERROR_LENGTH) ?? null;
  await ctx.db.$executeRaw`
    UPDATE channels
    SET health_status = CASE WHEN enabled THEN 'failing' ELSE health_status END, last_error_at = now(),
        last_error = CASE WHEN enabled THEN ${text} ELSE last_error END
    WHERE id = ${channelId}::uuid`;
}
