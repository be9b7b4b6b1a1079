import type { Context } from "~/platform/context.server";

/** A gap is recorded when it opens and again when it closes; an earlier one still open belongs to a listener that died. */
const RECORD_GAP = `
  WITH closed AS (
    UPDATE listener_gaps SET ended_at = $3
    WHERE network_id = $2 AND ended_at IS NULL AND started_at < $3
  )
  INSERT INTO listener_gaps (id, network_id, started_at, ended_at, from_block, to_block, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (network_id, started_at) DO UPDATE SET
    ended_at = coalesce(excluded.ended_at, listener_gaps.ended_at),
    from_block = coalesce(excluded.from_block, listener_gaps.from_block),
    to_block = coalesce(excluded.to_block, listener_gaps.to_block),
    reason = excluded.reason`;

/**
 * Records a time in which no endpoint of a network was usable: once when it begins (`endedAt` null), once more, with
 * the same `startedAt`, when it is over. A gap of the network that began earlier and never ended is closed at
 * `startedAt`: its listener died before it could.
 */
export async function recordGap(
  ctx: Context,
  gap: {
    networkId: string;
    startedAt: Date;
    endedAt: Date | null;
    /** The last block before it. */
    fromBlock: bigint | null;
    /** The first block after it. */
    toBlock: bigint | null;
    /** Without secrets. */
    reason: string;
  },
): Promise<void> {
  const { networkId, startedAt, endedAt, fromBlock, toBlock, reason } = gap;
  await ctx.sql.query(RECORD_GAP, [ctx.newId(), networkId, startedAt, endedAt, fromBlock, toBlock, reason]);
  ctx.relay.publish("networks.reported", { networkId });
}
