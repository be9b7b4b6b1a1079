import { AppError } from "~/domain/errors";
import type { Db, DbTransaction } from "~/platform/db.server";
import type { Silence as SilenceRow } from "~/platform/generated/prisma/client";

/** A silence's row. @throws AppError `not_found`. */
export async function getSilenceRow(db: Db | DbTransaction, id: string): Promise<SilenceRow> {
  const row = await db.silence.findUnique({ where: { id } });
  if (!row) throw new AppError("not_found", "There is no silence with this id.");
  return row;
}
