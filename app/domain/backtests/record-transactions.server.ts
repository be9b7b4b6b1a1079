import type { Context } from "~/platform/context.server";

/** Raw, with arrays: a batch of a second is one round trip, however many there are. */
const INSERT = `
  INSERT INTO recorded_transactions (network_id, seen_at, hash, body)
  SELECT $1::uuid, to_timestamp(t.ms / 1000), t.hash, t.body::jsonb
  FROM unnest($2::float8[], $3::text[], $4::text[]) AS t(ms, hash, body)`;

/** A pending transaction as it is recorded. */
export interface SeenTransaction {
  seenAtMs: number;
  hash: string;
  /** JSON. */
  body: string;
}

/** Adds pending transactions to the recorded mempool of a network. */
export async function recordTransactions(
  ctx: Pick<Context, "sql">,
  { networkId, transactions }: { networkId: string; transactions: readonly SeenTransaction[] },
): Promise<void> {
  await ctx.sql.query({
    name: "record-transactions",
    text: INSERT,
    values: [
      networkId,
      transactions.map(({ seenAtMs }) => seenAtMs),
      transactions.map(({ hash }) => hash),
      transactions.map(({ body }) => body),
    ],
  });
}
