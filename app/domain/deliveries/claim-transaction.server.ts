import type pg from "pg";

import type { Context } from "~/platform/context.server";

/** Runs several of the hot statements as one transaction on one connection; what `work` throws takes all of it back. */
export async function claimTransaction<T>(
  { sql }: Pick<Context, "sql">,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await sql.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: unknown) => {
      // Not to be used by anybody again: nobody knows what it is in the middle of.
      broken = failure instanceof Error ? failure : new Error("the transaction could not be taken back");
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
