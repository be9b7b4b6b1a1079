import type { Context } from "~/platform/context.server";

/** What became of an alert's transaction. */
export interface AlertOutcome {
  alertId: string;
  kind: "confirmed" | "failed" | "replaced";
  blockNumber: bigint;
  blockHash: string;
  /** The block's time, ms since the epoch. */
  atMs: number;
  /** The transaction that was mined: the alert's own, its speed-up, or the one that took its place. */
  minedHash: string;
  /** The replacement is an empty call of the sender to himself. */
  isCancellation: boolean;
  /** Who has shown the mined transaction by now, earliest first; empty when that is not known any more. */
  firstSeen: { endpointId: string; atMs: number }[];
}

/** Only alerts still pending change, so that a second report (another worker, a retry) does nothing. */
const RECORD = `
WITH outcome AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::float8[], $6::text[], $7::bool[], $8::jsonb[])
    AS t(alert_id, kind, block_number, block_hash, at_ms, mined_hash, is_cancellation, first_seen)
), changed AS (
  UPDATE alerts SET
    tx_status = outcome.kind::"TxStatus",
    block_number = outcome.block_number,
    block_hash = outcome.block_hash,
    confirmed_at = CASE WHEN outcome.kind = 'replaced' THEN NULL ELSE to_timestamp(outcome.at_ms / 1000) END,
    replaced_by_hash = NULLIF(outcome.mined_hash, alerts.tx_hash),
    -- By now the slower endpoints have shown it too.
    first_seen = CASE WHEN outcome.mined_hash = alerts.tx_hash AND jsonb_array_length(outcome.first_seen) > 0
                      THEN outcome.first_seen ELSE alerts.first_seen END,
    updated_at = now()
  FROM outcome
  WHERE alerts.id = outcome.alert_id AND alerts.tx_status = 'pending'
  RETURNING alerts.id, outcome.*
)
INSERT INTO alert_events (id, alert_id, kind, at, data)
SELECT gen_random_uuid(), alert_id, kind, to_timestamp(at_ms / 1000),
       jsonb_build_object('blockNumber', block_number, 'blockHash', block_hash, 'hash', mined_hash,
                          'isCancellation', is_cancellation)
FROM changed
RETURNING alert_id AS id`;

/** Writes what became of alerts' transactions, with the timeline, in one statement. */
export async function recordOutcomes(ctx: Context, outcomes: AlertOutcome[]): Promise<void> {
  const column = <K extends keyof AlertOutcome>(name: K) => outcomes.map((outcome) => outcome[name]);
  const changed = await ctx.sql.query<{ id: string }>(RECORD, [
    column("alertId"),
    column("kind"),
    column("blockNumber").map(String),
    column("blockHash"),
    column("atMs"),
    column("minedHash"),
    column("isCancellation"),
    column("firstSeen").map((sightings) => JSON.stringify(sightings)),
  ]);
  const ids = changed.rows.map((row) => row.id);
  if (ids.length > 0) ctx.relay.publish("alerts.changed", { ids });
}
