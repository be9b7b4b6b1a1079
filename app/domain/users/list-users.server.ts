import { likeText } from "~/domain/like-text";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { presentUser } from "./present-user";
import type { UserDetail, UserFilter } from "./user";

/**
 * Users, newest first, without those who were deleted.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listUsers(
  ctx: Pick<Context, "db">,
  { q, role, enabled, ...request }: PageRequest & UserFilter,
): Promise<Page<UserDetail>> {
  const where = whereOf({ q, role, enabled });
  const page = await paginate(request, {
    count: () => ctx.db.user.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.user.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentUser) };
}

function whereOf({ q, role, enabled }: UserFilter): Prisma.UserWhereInput {
  const text = likeText(q?.trim() ?? "");
  const contains = { contains: text, mode: "insensitive" as const };
  return {
    deletedAt: null,
    ...(role === undefined ? {} : { role: { in: [...role] } }),
    ...(enabled === undefined ? {} : { disabledAt: enabled ? null : { not: null } }),
    ...(text === "" ? {} : { OR: [{ name: contains }, { email: contains }] }),
  };
}
