import type { Context } from "~/platform/context.server";
import type { Escalation } from "./escalation";
import { ESCALATION_INCLUDE, presentEscalations } from "./present-escalations.server";

/** The run of a policy for an alert; null when none was started. */
export async function findAlertEscalation(
  ctx: Pick<Context, "db">,
  { alertId }: { alertId: string },
): Promise<Escalation | null> {
  const row = await ctx.db.escalation.findUnique({ where: { alertId }, include: ESCALATION_INCLUDE });
  const [escalation] = row === null ? [] : await presentEscalations(ctx, [row]);
  return escalation ?? null;
}
