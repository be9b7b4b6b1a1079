import type { Context } from "~/platform/context.server";

/** The blocks from a height on in which alerts' transactions were mined, as the alerts have it. */
export async function listAlertBlocks(
  ctx: Pick<Context, "sql">,
  { networkId, from }: { networkId: string; from: bigint },
): Promise<{ number: bigint; hash: string }[]> {
  const { rows } = await ctx.sql.query<{ block_number: string; block_hash: string }>(
    `SELECT DISTINCT block_number, block_hash FROM alerts
     WHERE network_id = $1 AND block_number >= $2 AND block_hash IS NOT NULL`,
    [networkId, from],
  );
  return rows.map((row) => ({ number: BigInt(row.block_number), hash: row.block_hash }));
}
