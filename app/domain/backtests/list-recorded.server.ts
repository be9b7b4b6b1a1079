import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";

const PAGE_ROWS = 500;
const SELECT = `
  SELECT id::text, (extract(epoch FROM seen_at) * 1000)::float8 AS "seenAtMs", body
  FROM recorded_transactions
  WHERE network_id = $1::uuid AND id > $2 AND seen_at BETWEEN $3 AND $4
  ORDER BY id LIMIT ${PAGE_ROWS}`;

/** A recorded pending transaction and when it was first seen. */
export interface RecordedTransaction {
  /** To go on after it. */
  id: string;
  seenAtMs: number;
  body: RpcTransaction;
}

interface Window {
  networkId: string;
  from: Date;
  to: Date;
}

/** What was recorded of a network's mempool between two times, in the order of recording; at most 500 after `after`. */
export async function listRecorded(
  ctx: Pick<Context, "sql">,
  { networkId, from, to, after }: Window & { after: string },
): Promise<RecordedTransaction[]> {
  const { rows } = await ctx.sql.query<RecordedTransaction>(SELECT, [networkId, after, from, to]);
  return rows;
}

/** How many there are, and since when anything is recorded (null: nothing is). */
export async function countRecorded(
  ctx: Pick<Context, "db">,
  { networkId, from, to }: Window,
): Promise<{ count: number; oldest: Date | null }> {
  const [count, first] = await Promise.all([
    ctx.db.recordedTransaction.count({ where: { networkId, seenAt: { gte: from, lte: to } } }),
    ctx.db.recordedTransaction.findFirst({
      where: { networkId },
      orderBy: { seenAt: "asc" },
      select: { seenAt: true },
    }),
  ]);
  return { count, oldest: first?.seenAt ?? null };
}
