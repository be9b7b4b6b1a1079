import { AppError } from "~/domain/errors";
import { Id } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { findAlerts } from "./find-alerts.server";

/**
 * One alert.
 *
 * @throws AppError `not_found`, also for what is no id at all.
 */
export async function getAlert(ctx: Pick<Context, "sql">, { id }: { id: string }): Promise<Alert> {
  const alert = Id.safeParse(id).success ? (await findAlerts(ctx, { ids: [id] })).get(id.toLowerCase()) : undefined;
  if (!alert) throw new AppError("not_found", "There is no alert with this id.");
  return alert;
}
