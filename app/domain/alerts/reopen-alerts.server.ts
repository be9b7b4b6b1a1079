import type { Context } from "~/platform/context.server";
import { announceChanges } from "./announce-changes.server";
import { TELL_CHANGES, type ToldRow } from "./change-statement";

const REOPEN = `
WITH orphan AS (
  SELECT * FROM unnest($1::bigint[], $2::text[]) AS t(number, hash)
), changed AS (
  UPDATE alerts SET tx_status = 'pending', block_number = NULL, block_hash = NULL, confirmed_at = NULL, updated_at = now()
  FROM orphan
  WHERE alerts.network_id = $3 AND alerts.block_number = orphan.number AND alerts.block_hash = orphan.hash
    AND ($4::bigint IS NULL
         OR EXISTS (SELECT 1 FROM network_leases WHERE network_leases.network_id = $3 AND token = $4))
  RETURNING alerts.id, alerts.severity, 'reorganised' AS kind, now() AS at, true AS is_told,
            jsonb_build_object('blockNumber', orphan.number, 'blockHash', orphan.hash) AS data
), ${TELL_CHANGES}`;

/**
 * Opens the alerts again whose blocks are no longer part of the chain: their transactions are pending until the new
 * branch, or another one, has them. A replacement keeps its hash: it waits again as well. One statement, idempotent.
 *
 * @param leaseToken of the lease under which it was found; null writes without one.
 * @returns the ids of the alerts that were opened.
 */
export async function reopenAlerts(
  ctx: Context,
  {
    networkId,
    blocks,
    leaseToken,
  }: { networkId: string; blocks: readonly { number: bigint; hash: string }[]; leaseToken: bigint | null },
): Promise<string[]> {
  const { rows } = await ctx.sql.query<ToldRow>({
    name: "reopen-alerts",
    text: REOPEN,
    values: [
      blocks.map(({ number }) => number.toString()),
      blocks.map(({ hash }) => hash),
      networkId,
      leaseToken?.toString() ?? null,
    ],
  });
  return announceChanges(ctx, rows);
}
