import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { presentUser } from "./present-user";
import type { UserDetail } from "./user";

/**
 * One user.
 *
 * @throws AppError `not_found`, also when they were deleted.
 */
export async function getUser(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<UserDetail> {
  const user = await ctx.db.user.findFirst({ where: { id, deletedAt: null } });
  if (user === null) throw new AppError("not_found", "There is no such user.");
  return presentUser(user);
}
