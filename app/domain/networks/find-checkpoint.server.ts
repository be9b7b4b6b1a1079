import type { Context } from "~/platform/context.server";

/** How far a network's blocks have been read; null before the first. */
export async function findCheckpoint(
  ctx: Pick<Context, "sql">,
  { networkId }: { networkId: string },
): Promise<{ number: bigint; hash: string; updatedAtMs: number } | null> {
  const { rows } = await ctx.sql.query<{ block_number: string; block_hash: string; updated_at: Date }>(
    "SELECT block_number, block_hash, updated_at FROM checkpoints WHERE network_id = $1",
    [networkId],
  );
  const [row] = rows;
  if (!row) return null;
  return { number: BigInt(row.block_number), hash: row.block_hash, updatedAtMs: row.updated_at.getTime() };
}
