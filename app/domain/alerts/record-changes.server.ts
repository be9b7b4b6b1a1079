import { storableJson } from "~/domain/storable-json";
import type { Context } from "~/platform/context.server";
import type { AlertChange } from "./alert-change";
import { announceChanges } from "./announce-changes.server";
import { TELL_CHANGES, type ToldRow } from "./change-statement";

/**
 * Idempotent: each change applies only to an alert to which it is news, so that a second report (another worker, a
 * retry) does nothing. `dropped` is never certain, and everything may follow it; what is in a block stays until a
 * reorganisation opens it again. Nothing is written once the lease has gone to somebody else.
 */
const RECORD = `
WITH change AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[],
                       $8::bool[], $9::jsonb[])
    AS t(alert_id, kind, at_ms, block_number, block_hash, hash, first_seen, is_told, data)
), changed AS (
  UPDATE alerts SET
    tx_status = CASE WHEN kind IN ('confirmed', 'failed', 'replaced', 'dropped') THEN kind ELSE 'pending' END::"TxStatus",
    block_number = change.block_number,
    block_hash = change.block_hash,
    confirmed_at = CASE WHEN kind IN ('confirmed', 'failed') THEN to_timestamp(at_ms / 1000) END,
    tx_hash = CASE WHEN kind IN ('confirmed', 'failed', 'sped_up') THEN change.hash ELSE alerts.tx_hash END,
    earlier_hashes = CASE WHEN kind IN ('confirmed', 'failed', 'sped_up') AND change.hash <> alerts.tx_hash
                          THEN array_append(array_remove(earlier_hashes, change.hash), alerts.tx_hash)
                          ELSE earlier_hashes END,
    replaced_by_hash = CASE WHEN kind IN ('replaced', 'replacing', 'cancelling') THEN change.hash
                            WHEN kind IN ('confirmed', 'failed', 'sped_up') THEN NULL
                            ELSE replaced_by_hash END,
    is_replaced = is_replaced OR kind = 'replacing'
                  OR (kind = 'replaced' AND change.hash IS NOT NULL AND NOT (data->>'isCancellation')::bool),
    -- By now the slower endpoints have shown it too.
    first_seen = CASE WHEN change.hash = alerts.tx_hash AND jsonb_array_length(change.first_seen) > 0
                      THEN change.first_seen ELSE alerts.first_seen END,
    updated_at = now()
  FROM change
  WHERE alerts.id = change.alert_id AND alerts.network_id = $10 AND CASE
      WHEN kind = 'dropped' THEN alerts.tx_status = 'pending'
      WHEN kind = 'reopened' THEN alerts.tx_status = 'dropped'
      WHEN kind = 'sped_up' THEN alerts.tx_status IN ('pending', 'dropped') AND alerts.tx_hash <> change.hash
                                 AND NOT change.hash = ANY (alerts.earlier_hashes)
      WHEN kind IN ('replacing', 'cancelling') THEN alerts.tx_status IN ('pending', 'dropped')
                                                    AND alerts.replaced_by_hash IS DISTINCT FROM change.hash
      ELSE alerts.tx_status IN ('pending', 'dropped') END
    AND ($11::bigint IS NULL
         OR EXISTS (SELECT 1 FROM network_leases WHERE network_leases.network_id = $10 AND token = $11))
  RETURNING alerts.id, alerts.severity, kind, to_timestamp(at_ms / 1000) AS at, is_told,
            data || jsonb_strip_nulls(jsonb_build_object('blockNumber', change.block_number,
                                                         'blockHash', change.block_hash, 'hash', change.hash)) AS data
), ${TELL_CHANGES}`;

/**
 * Writes what became of a network's alerts' transactions, with the timeline and the deliveries of the updates, in one
 * statement.
 *
 * @param changes at most one an alert.
 * @param leaseToken of the lease under which the changes were found; null writes without one.
 * @returns the ids of the alerts that changed.
 */
export async function recordChanges(
  ctx: Context,
  { networkId, changes, leaseToken }: { networkId: string; changes: readonly AlertChange[]; leaseToken: bigint | null },
): Promise<string[]> {
  // In one order everywhere, so that two statements don't wait for each other's rows in a circle.
  const ordered = changes.toSorted((one, other) => (one.alertId < other.alertId ? -1 : 1));
  const { rows } = await ctx.sql.query<ToldRow>({
    name: "record-changes",
    text: RECORD,
    values: [
      ordered.map((change) => change.alertId),
      ordered.map((change) => change.kind),
      ordered.map((change) => change.atMs),
      ordered.map((change) => change.block?.number.toString() ?? null),
      ordered.map((change) => change.block?.hash ?? null),
      ordered.map((change) => change.hash),
      ordered.map((change) => storableJson(change.firstSeen)),
      ordered.map((change) => change.isTold),
      ordered.map((change) => storableJson(change.data)),
      networkId,
      leaseToken?.toString() ?? null,
    ],
  });
  return announceChanges(ctx, rows);
}
