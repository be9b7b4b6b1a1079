import type { DbTransaction } from "~/platform/db.server";

/** Makes a transaction the only one that signs or removes; gives false when another one is at it. */
export async function holdAudit(tx: DbTransaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('audit.checkpoint')) AS held`;
  return row?.held === true;
}
