import type { Context } from "~/platform/context.server";

/** An alert's transaction that nobody knows the end of yet. */
export interface OpenAlertTransaction {
  alertId: string;
  hash: string;
  from: string;
  nonce: bigint;
  to: string | null;
  /** Wei, decimal. */
  value: string;
  /** MD5 of the calldata kept, hex: a hundred kilobytes for each alert at each head would be too much to read. */
  inputDigest: string;
}

/** What one head may have to settle; the newest first: thousands that are never mined must not hide the others. */
const LIMIT = 5_000;

/** The pending transactions of a network's alerts. */
export async function listOpenTransactions(
  ctx: Context,
  { networkId }: { networkId: string },
): Promise<OpenAlertTransaction[]> {
  const found = await ctx.sql.query<Omit<OpenAlertTransaction, "nonce"> & { nonce: string }>({
    name: "list-open-transactions",
    text: `SELECT id AS "alertId", tx_hash AS hash, from_address AS "from", nonce, to_address AS "to",
                  value::text AS value, md5(input) AS "inputDigest"
           FROM alerts WHERE network_id = $1 AND tx_status = 'pending' ORDER BY detected_at DESC LIMIT ${LIMIT}`,
    values: [networkId],
  });
  return found.rows.map((row) => ({ ...row, nonce: BigInt(row.nonce) }));
}
