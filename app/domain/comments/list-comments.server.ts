import { AppError } from "~/domain/errors";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { AlertComment } from "./alert-comment";
import { COMMENT_INCLUDE, presentComment } from "./present-comment";

/**
 * An alert's comments, newest first.
 *
 * @throws AppError `not_found` when there is no such alert, `invalid_input` for a cursor that is not one.
 */
export async function listComments(
  ctx: Pick<Context, "db">,
  { alertId, ...request }: PageRequest & { alertId: string },
): Promise<Page<AlertComment>> {
  const alert = await ctx.db.alert.findUnique({ where: { id: alertId }, select: { id: true } });
  if (!alert) throw new AppError("not_found", "There is no alert with this id.");
  const page = await paginate(request, {
    count: () => ctx.db.alertComment.count({ where: { alertId } }),
    find: ({ after, ...part }) =>
      ctx.db.alertComment.findMany({
        where: { AND: [{ alertId }, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: COMMENT_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentComment) };
}
