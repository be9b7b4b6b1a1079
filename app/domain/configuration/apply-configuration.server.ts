import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { carryOut } from "./carry-out.server";
import type { Configuration } from "./configuration";
import type { Plan } from "./plan";

/**
 * Makes the installation what the configuration says: all of it in one transaction, or nothing. Each object is checked
 * and recorded in the audit log as if it had been changed by hand. A second time changes nothing.
 *
 * @param prune also deletes what is not in the file, of the parts that the file has; never networks and channels.
 * @throws AppError `invalid_input` naming everything that stands in the way, `conflict` when somebody else changed the
 *   same at the same time.
 */
export async function applyConfiguration(
  ctx: Context,
  { actor, input, prune = false }: { actor: Actor; input: Configuration; prune?: boolean },
): Promise<Plan> {
  const plan = await carryOut(ctx, { actor, input, prune, apply: true });
  if (plan.errors.length === 0) return plan;
  const count = plan.errors.length === 1 ? "One thing is" : `${plan.errors.length} things are`;
  throw new AppError("invalid_input", `Nothing was applied: ${count} wrong.`, { errors: plan.errors });
}
