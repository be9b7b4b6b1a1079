import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Escalation } from "./escalation";
import { ESCALATION_INCLUDE, presentEscalations } from "./present-escalations.server";

/**
 * One run of a policy.
 *
 * @throws AppError `not_found`.
 */
export async function getEscalation(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Escalation> {
  const row = await ctx.db.escalation.findUnique({ where: { id }, include: ESCALATION_INCLUDE });
  const [escalation] = row === null ? [] : await presentEscalations(ctx, [row]);
  if (escalation === undefined) throw new AppError("not_found", "There is no escalation with this id.");
  return escalation;
}
