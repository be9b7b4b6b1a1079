import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { ALERT_INCLUDE, presentAlert } from "./present-alert";

/**
 * One alert.
 *
 * @throws AppError `not_found`.
 */
export async function getAlert(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Alert> {
  const row = await ctx.db.alert.findUnique({ where: { id }, include: ALERT_INCLUDE });
  if (!row) throw new AppError("not_found", "There is no alert with this id.");
  return presentAlert(row);
}
