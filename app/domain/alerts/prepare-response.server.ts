import type { Context } from "~/platform/context.server";
import type { PreparedResponse } from "./prepared-response";
import { responseOrReason } from "./response-or-reason.server";

/** The unsigned transaction that would answer an alert; null when none can be made. @throws AppError `not_found`. */
export async function prepareResponse(
  ctx: Pick<Context, "db">,
  { alertId }: { alertId: string },
): Promise<PreparedResponse | null> {
  return (await responseOrReason(ctx, { alertId })).response;
}
