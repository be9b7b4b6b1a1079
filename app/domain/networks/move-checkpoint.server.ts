import type { Context } from "~/platform/context.server";
import { LeaseLostError } from "./lease-lost-error";

const MOVE = `
  INSERT INTO checkpoints (network_id, block_number, block_hash, updated_at)
  SELECT $1, $2, $3, now()
  WHERE EXISTS (SELECT 1 FROM network_leases WHERE network_id = $1 AND token = $4)
  ON CONFLICT (network_id) DO UPDATE SET
    block_number = excluded.block_number, block_hash = excluded.block_hash, updated_at = excluded.updated_at`;

/**
 * Says that a network's blocks have been read up to and with this one (back-fills aside); in a reorganisation it moves
 * back as well.
 *
 * @throws LeaseLostError when the lease's token is another by now.
 */
export async function moveCheckpoint(
  ctx: Pick<Context, "sql">,
  { networkId, leaseToken, number, hash }: { networkId: string; leaseToken: bigint; number: bigint; hash: string },
): Promise<void> {
  const { rowCount } = await ctx.sql.query(MOVE, [networkId, number, hash, leaseToken]);
  if (rowCount === 0) throw new LeaseLostError(networkId);
}
