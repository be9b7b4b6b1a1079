import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { User } from "./user";

/**
 * One user.
 *
 * @throws AppError `not_found`.
 */
export async function getUser(ctx: Context, { id }: { id: string }): Promise<User> {
  const user = await ctx.db.user.findUnique({ where: { id } });
  if (user === null) throw new AppError("not_found", "There is no such user.");
  return { id, email: user.email, name: user.name, role: user.role, mfaEnabled: false };
}
