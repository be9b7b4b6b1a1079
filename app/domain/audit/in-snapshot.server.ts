import type pg from "pg";

/** Reads the database as it is at one moment, however long that takes: others write on meanwhile. */
export async function inSnapshot<T>(pool: pg.Pool, read: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return await read(client);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, and its transaction with it.
    if (failure === undefined) await client.query("COMMIT");
    client.release(failure);
  }
}
