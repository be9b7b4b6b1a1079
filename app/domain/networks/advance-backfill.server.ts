import type { Context } from "~/platform/context.server";
import { LeaseLostError } from "./lease-lost-error";

const ADVANCE = `
  UPDATE block_backfills SET
    next_block = $3, updated_at = now(), finished_at = CASE WHEN $4 THEN now() ELSE finished_at END
  WHERE id = $2 AND network_id = $1
    AND EXISTS (SELECT 1 FROM network_leases WHERE network_id = $1 AND token = $5)`;

/**
 * Writes down how far a back-fill has come: `nextBlock` is the first one not read. `isFinished`: nothing of it is left.
 *
 * @throws LeaseLostError when the lease's token is another by now.
 */
export async function advanceBackfill(
  ctx: Pick<Context, "sql" | "relay">,
  progress: { networkId: string; leaseToken: bigint; id: string; nextBlock: bigint; isFinished: boolean },
): Promise<void> {
  const { networkId, leaseToken, id, nextBlock, isFinished } = progress;
  const { rowCount } = await ctx.sql.query(ADVANCE, [networkId, id, nextBlock, isFinished, leaseToken]);
  if (rowCount === 0) throw new LeaseLostError(networkId);
  ctx.relay.publish("networks.reported", { networkId });
}
