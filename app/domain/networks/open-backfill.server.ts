import type { Context } from "~/platform/context.server";
import { LeaseLostError } from "./lease-lost-error";

/** One statement: a kill in between would lose the missed blocks, or read them twice. */
const OPEN = `
  WITH held AS (
    SELECT 1 FROM network_leases WHERE network_id = $1 AND token = $2
  ), opened AS (
    INSERT INTO block_backfills (id, network_id, from_block, to_block, next_block, reason)
    SELECT $3, $1, $4::bigint, $5::bigint, $4::bigint, $6 FROM held
  )
  INSERT INTO checkpoints (network_id, block_number, block_hash, updated_at)
  SELECT $1, $7, $8, now() FROM held
  ON CONFLICT (network_id) DO UPDATE SET
    block_number = excluded.block_number, block_hash = excluded.block_hash, updated_at = excluded.updated_at`;

/** Missed blocks (both ends included), and the checkpoint behind them. */
interface NewBackfill {
  networkId: string;
  leaseToken: bigint;
  fromBlock: bigint;
  toBlock: bigint;
  /** Why they were missed, for people. */
  reason: string;
  checkpoint: { number: bigint; hash: string };
}

/**
 * Writes down that blocks were missed and moves the checkpoint behind them, both or neither.
 *
 * @throws LeaseLostError when the lease's token is another by now.
 */
export async function openBackfill(ctx: Pick<Context, "sql" | "newId" | "relay">, missed: NewBackfill): Promise<void> {
  const { networkId, leaseToken, fromBlock, toBlock, reason, checkpoint } = missed;
  const values = [networkId, leaseToken, ctx.newId(), fromBlock, toBlock, reason, checkpoint.number, checkpoint.hash];
  const { rowCount } = await ctx.sql.query(OPEN, values);
  if (rowCount === 0) throw new LeaseLostError(networkId);
  ctx.relay.publish("networks.reported", { networkId });
}
