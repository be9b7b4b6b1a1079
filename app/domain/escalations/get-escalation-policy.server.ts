import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { EscalationPolicy } from "./escalation-policy";
import { presentEscalationPolicy } from "./present-escalation-policy";

/**
 * One policy.
 *
 * @throws AppError `not_found`.
 */
export async function getEscalationPolicy(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<EscalationPolicy> {
  const row = await ctx.db.escalationPolicy.findUnique({ where: { id } });
  if (!row) throw new AppError("not_found", "There is no escalation policy with this id.");
  return presentEscalationPolicy(row);
}
