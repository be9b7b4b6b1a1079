import type { Context } from "~/platform/context.server";
import { PACE_KEY } from "./destination-sql";

/** One channel at a time is asked, so that each answer comes from the start of its index. */
const NEXT = `
WITH touched AS (
  INSERT INTO destinations (key, pump_at) VALUES ($1, now())
  ON CONFLICT (key) DO UPDATE SET pump_at = excluded.pump_at
)
SELECT best.id, best.critical FROM channels
CROSS JOIN LATERAL (
  SELECT id, critical, created_at FROM deliveries
  WHERE channel_id = channels.id AND state = 'queued' AND is_parked AND NOT id = ANY ($3::uuid[]) AND (critical OR NOT $2)
  ORDER BY critical DESC, created_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS best
WHERE ${PACE_KEY} = $1
ORDER BY best.critical DESC, best.created_at LIMIT 1`;

/**
 * What waits for a destination and goes next: critical first, then the oldest. Says as well that its pump is at work.
 *
 * @param except ids that are being taken up already.
 */
export async function pumpNext(
  ctx: Pick<Context, "sql">,
  { paceKey, criticalOnly, except }: { paceKey: string; criticalOnly: boolean; except: readonly string[] },
): Promise<{ id: string; critical: boolean } | null> {
  const values = [paceKey, criticalOnly, except];
  const query = { name: "pump-next", text: NEXT, values };
  return (await ctx.sql.query<{ id: string; critical: boolean }>(query)).rows[0] ?? null;
}
