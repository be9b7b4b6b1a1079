import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { Context } from "~/platform/context.server";

/** A pending transaction that was tried on the newest state. */
export interface Simulation {
  networkId: string;
  hash: string;
  /** Lower case. */
  sender: string;
  nonce: bigint;
  outcome: SimulatedOutcome;
  leaseToken: bigint;
}

/** Only alerts that still wait and have no outcome yet; fenced by the lease like every write of a listener. */
const RECORD = `
WITH changed AS (
  UPDATE alerts SET outcome = $5, updated_at = now()
  WHERE network_id = $1 AND from_address = $2 AND nonce = $3 AND tx_hash = $4
    AND tx_status = 'pending' AND outcome IS NULL
    -- A label that a crash takes back is only a label: it is not worth a wait for the disk beside the next alert.
    AND set_config('synchronous_commit', 'off', true) IS NOT NULL
    AND EXISTS (SELECT FROM network_leases WHERE network_id = $1 AND token = $6)
  RETURNING id
)
INSERT INTO alert_events (id, alert_id, kind, data)
SELECT gen_random_uuid(), id, 'simulated', $5 FROM changed
RETURNING alert_id AS id`;

/** Puts a simulation's outcome on the alerts of its transaction, and on their timelines. */
export async function recordSimulation(ctx: Context, simulation: Simulation): Promise<void> {
  const { networkId, hash, sender, nonce, outcome, leaseToken } = simulation;
  const { rows } = await ctx.sql.query<{ id: string }>({
    name: "record-simulation",
    text: RECORD,
    values: [networkId, sender, String(nonce), hash, JSON.stringify(outcome), String(leaseToken)],
  });
  if (rows.length > 0) ctx.relay.publish("alerts.changed", { ids: rows.map(({ id }) => id) });
}
