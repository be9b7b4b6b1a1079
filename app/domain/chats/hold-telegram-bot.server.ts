import type { Context } from "~/platform/context.server";

/** By the database's clock alone. Whoever has it prolongs it; one that has ended is taken over. */
const HOLD = `
  INSERT INTO telegram_bots AS bot (key, holder, expires_at)
  VALUES ($1, $2, now() + make_interval(secs => $3))
  ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at, updated_at = now()
  WHERE bot.holder = excluded.holder OR bot.expires_at IS NULL OR bot.expires_at <= now()
  RETURNING update_offset, username`;

/** What is known of a bot that is held. */
export interface HeldTelegramBot {
  /** The next update to ask for. */
  updateOffset: number;
  username: string | null;
}

/**
 * Takes or prolongs the right to listen to a bot; Telegram lets only one ask (`getUpdates`, 409 for others).
 *
 * @param holder tells the worker's incarnation apart from all others.
 * @returns null while another has it.
 */
export async function holdTelegramBot(
  ctx: Pick<Context, "sql">,
  { key, holder, ttlMs }: { key: string; holder: string; ttlMs: number },
): Promise<HeldTelegramBot | null> {
  const { rows } = await ctx.sql.query<{ update_offset: string; username: string | null }>(HOLD, [
    key,
    holder,
    ttlMs / 1_000,
  ]);
  const [row] = rows;
  return row === undefined ? null : { updateOffset: Number(row.update_offset), username: row.username };
}
