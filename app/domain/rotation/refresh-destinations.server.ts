import { openConfig } from "~/domain/channels/channel-secrets.server";
import { destinationsOf } from "~/domain/channels/destination-of.server";
import type { Context } from "~/platform/context.server";

/** A destination's rows: its own, and those of its chats (`<key>:<chat>`). */
const RENAME_ROWS = `
UPDATE destinations AS old SET key = $2 || substr(old.key, length($1) + 1)
WHERE (old.key = $1 OR old.key LIKE $1 || ':%')
  AND NOT EXISTS (SELECT FROM destinations WHERE key = $2 || substr(old.key, length($1) + 1))`;

/** Without touching updated_at: nobody has changed the channel. */
const RENAME_CHANNELS = "UPDATE channels SET destination = $2 WHERE destination = $1";

/**
 * Gives destinations (pace and circuit breaker of a far side) their name under today's secret, with what is known of
 * them. A message that is on its way meanwhile may be paced by the old name once.
 *
 * @returns how many were renamed.
 */
export async function refreshDestinations(ctx: Pick<Context, "db" | "secrets" | "env">): Promise<number> {
  const rows = await ctx.db.channel.findMany({
    where: { destination: { not: null } },
    select: { id: true, type: true, configEncrypted: true, destination: true },
  });
  const renamed = new Set<string>();
  for (const row of rows) {
    // Only what was opened by the run before is sealed so.
    if (row.destination === null || !ctx.secrets.isCurrent(row.configEncrypted) || renamed.has(row.destination))
      continue;
    const old = row.destination;
    const [today, ...earlier] = destinationsOf(ctx, openConfig(ctx, row));
    if (!earlier.includes(old)) continue;
    await ctx.db.$transaction([
      ctx.db.$executeRawUnsafe(RENAME_ROWS, old, today),
      ctx.db.$executeRawUnsafe(RENAME_CHANNELS, old, today),
    ]);
    renamed.add(old);
  }
  return renamed.size;
}
