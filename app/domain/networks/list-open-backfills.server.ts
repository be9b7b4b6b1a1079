import type { Context } from "~/platform/context.server";

/** The back-fills of a network that are not finished, the lowest blocks first. */
export async function listOpenBackfills(
  ctx: Pick<Context, "sql">,
  { networkId }: { networkId: string },
): Promise<{ id: string; fromBlock: bigint; toBlock: bigint; nextBlock: bigint }[]> {
  const { rows } = await ctx.sql.query<{ id: string; from_block: string; to_block: string; next_block: string }>(
    `SELECT id, from_block, to_block, next_block FROM block_backfills
     WHERE network_id = $1 AND finished_at IS NULL ORDER BY from_block, id LIMIT 100`,
    [networkId],
  );
  return rows.map((row) => ({
    id: row.id,
    fromBlock: BigInt(row.from_block),
    toBlock: BigInt(row.to_block),
    nextBlock: BigInt(row.next_block),
  }));
}
