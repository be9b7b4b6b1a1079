import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { acknowledgeAlerts } from "./acknowledge-alerts.server";
import type { Alert } from "./alert";
import { getAlert } from "./get-alert.server";

/**
 * Acknowledges one alert. Again is no error: the first acknowledger, time and note stay.
 *
 * @throws AppError `not_found`.
 */
export async function acknowledgeAlert(
  ctx: Context,
  { actor, id, note }: { actor: Actor; id: string; note?: string | null | undefined },
): Promise<Alert> {
  const { notFound } = await acknowledgeAlerts(ctx, { actor, ids: [id], note });
  if (notFound.length > 0) throw new AppError("not_found", "There is no alert with this id.");
  return getAlert(ctx, { id });
}
