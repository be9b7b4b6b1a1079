import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { EscalationPolicy } from "./escalation-policy";
import { presentEscalationPolicy } from "./present-escalation-policy";

/**
 * Escalation policies, newest first.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listEscalationPolicies(
  ctx: Pick<Context, "db">,
  request: PageRequest,
): Promise<Page<EscalationPolicy>> {
  const page = await paginate(request, {
    count: () => ctx.db.escalationPolicy.count(),
    find: ({ after, ...part }) =>
      ctx.db.escalationPolicy.findMany({
        where: afterCursor("createdAt", after),
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentEscalationPolicy) };
}
