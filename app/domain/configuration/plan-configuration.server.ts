import type { Context } from "~/platform/context.server";
import { carryOut } from "./carry-out.server";
import type { Configuration } from "./configuration";
import type { Plan } from "./plan";

/**
 * What an import of the configuration would do. It is carried out in a transaction that is then undone, so that what the
 * plan says is what `applyConfiguration` does: nothing is checked another way.
 *
 * @param prune also deletes what is not in the file, of the parts that the file has; never networks and channels.
 */
export async function planConfiguration(
  ctx: Context,
  { input, prune = false }: { input: Configuration; prune?: boolean },
): Promise<Plan> {
  return carryOut(ctx, { actor: { userId: null }, input, prune, apply: false });
}
