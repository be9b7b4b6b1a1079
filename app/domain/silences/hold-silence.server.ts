import type { DbTransaction } from "~/platform/db.server";
import type { Silence as SilenceRow } from "~/platform/generated/prisma/client";
import { getSilenceRow } from "./get-silence-row.server";

/** A silence's row, held until the transaction ends. @throws AppError `not_found`. */
export async function holdSilence(tx: DbTransaction, id: string): Promise<SilenceRow> {
  await tx.$queryRaw`SELECT id FROM silences WHERE id = ${id}::uuid FOR UPDATE`;
  return getSilenceRow(tx, id);
}
