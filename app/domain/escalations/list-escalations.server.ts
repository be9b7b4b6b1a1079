import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Escalation, EscalationFilter } from "./escalation";
import { ESCALATION_INCLUDE, presentEscalations } from "./present-escalations.server";

/**
 * Runs of escalation policies, newest first.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listEscalations(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: EscalationFilter },
): Promise<Page<Escalation>> {
  const where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const page = await paginate(request, {
    count: () => ctx.db.escalation.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.escalation.findMany({
        where: { AND: [where, afterCursor("startedAt", after)] },
        orderBy: [{ startedAt: "desc" }, { id: "desc" }],
        include: ESCALATION_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.startedAt, id: row.id }),
  });
  return { ...page, data: await presentEscalations(ctx, page.data) };
}
