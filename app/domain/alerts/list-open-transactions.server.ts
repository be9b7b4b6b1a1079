import type { Context } from "~/platform/context.server";

/** An alert's transaction that nobody knows the end of yet. */
export interface OpenAlertTransaction {
  alertId: string;
  /** The current one, lower case, as all here. */
  hash: string;
  /** Those that it had before its fee was raised. */
  earlierHashes: string[];
  from: string;
  nonce: bigint;
  to: string | null;
  /** Wei, decimal. */
  value: string;
  /** MD5 of the calldata kept, hex: a hundred kilobytes for each alert at each head would be too much to read. */
  inputDigest: string;
  /** It left the pool; it may come back. */
  isDropped: boolean;
  /** Another call with the same nonce was seen. */
  isReplaced: boolean;
  replacedByHash: string | null;
}

/** What one head may have to settle; the newest first: thousands that are never mined must not hide the others. */
const LIMIT = 5_000;
/** How long what was dropped is waited for. */
const DROPPED_HOURS = 24;

/** The transactions of a network's alerts that are pending, and those dropped within the last day. */
export async function listOpenTransactions(
  ctx: Context,
  { networkId }: { networkId: string },
): Promise<OpenAlertTransaction[]> {
  const found = await ctx.sql.query<Omit<OpenAlertTransaction, "nonce"> & { nonce: string }>({
    name: "list-open-transactions",
    text: `SELECT id AS "alertId", tx_hash AS hash, earlier_hashes AS "earlierHashes", from_address AS "from", nonce,
                  to_address AS "to", value::text AS value, md5(input) AS "inputDigest",
                  tx_status = 'dropped' AS "isDropped", is_replaced AS "isReplaced",
                  replaced_by_hash AS "replacedByHash"
           FROM alerts
           WHERE network_id = $1 AND (tx_status = 'pending' OR (tx_status = 'dropped'
                 AND updated_at > now() - make_interval(hours => ${DROPPED_HOURS})))
           ORDER BY tx_status = 'dropped', detected_at DESC LIMIT ${LIMIT}`,
    values: [networkId],
  });
  return found.rows.map((row) => ({ ...row, nonce: BigInt(row.nonce) }));
}
