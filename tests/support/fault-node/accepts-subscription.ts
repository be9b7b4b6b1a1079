/**
 * How the pretended node offers pending transactions.
 * `geth`: takes `true`, gives objects. `besu`: takes only the object form. `erigon`: takes only
 * `newPendingTransactionsWithBody`, gives objects without `from`. `hashes`: refuses bodies. `old_geth`: takes `true` and
 * gives hashes all the same. `silent`: accepts and never sends any (Base). `heads_only`: refuses every form.
 */
export type FaultNodeDialect = "geth" | "besu" | "erigon" | "hashes" | "old_geth" | "silent" | "heads_only";

/** Whether a node of this dialect takes this form of the pending subscription. */
export function acceptsSubscription(dialect: FaultNodeDialect, kind: unknown, option: unknown): boolean {
  const isPlain = kind === "newPendingTransactions" && option === undefined;
  if (dialect === "heads_only") return false;
  if (dialect === "besu") return isPlain || (kind === "newPendingTransactions" && typeof option === "object");
  if (dialect === "erigon") return isPlain || kind === "newPendingTransactionsWithBody";
  if (dialect === "hashes") return isPlain;
  return isPlain || (kind === "newPendingTransactions" && option === true);
}
