import type { Context } from "~/platform/context.server";

/** Read in pages, so that a hundred thousand rows don't hold up whoever else runs in this process. */
const PAGE = 5_000;

/** The watched addresses of a network, each with its watchlist entry's id. */
export async function listWatchedAddresses(
  ctx: Pick<Context, "sql">,
  { networkId }: { networkId: string },
): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  let last = "";
  for (;;) {
    const { rows } = await ctx.sql.query<{ address: string; id: string }>(
      `SELECT address, id FROM watchlist_entries WHERE network_id = $1 AND enabled AND address > $2
       ORDER BY address LIMIT ${PAGE}`,
      [networkId, last],
    );
    for (const { address, id } of rows) entries.set(address, id);
    last = rows.at(-1)?.address ?? "";
    if (rows.length < PAGE) return entries;
  }
}
