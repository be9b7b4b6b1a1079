import { type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { AuditEntry } from "./audit-entry";
import type { AuditFilter } from "./audit-filter";
import { auditWhere } from "./audit-where";
import { presentAuditEntry } from "./present-audit-entry";

/** Counting costs as much as there is to count: beyond this many, `total` is this number plus one, meaning “more”. */
const MAX_COUNTED = 10_000;

/**
 * Entries of the audit log in the order of the chain, newest first. `total` is exact up to 10,000.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listAuditEntries(
  ctx: Pick<Context, "db">,
  { limit, page: pageNumber, cursor, ...filter }: PageRequest & AuditFilter,
): Promise<Page<AuditEntry>> {
  const where = auditWhere(filter);
  const page = await paginate(
    { limit, page: pageNumber, cursor },
    {
      count: () => ctx.db.auditLog.count({ where, take: MAX_COUNTED + 1 }),
      find: async ({ after, ...part }) => {
        const place = after && (await ctx.db.auditLog.findUnique({ where: { id: after.id }, select: { seq: true } }));
        // Retention removes from the old end: when the cursor's entry is gone, so is everything that would follow it.
        if (after !== null && (place === null || place.seq === null)) return [];
        return ctx.db.auditLog.findMany({
          where: { AND: [where, place?.seq ? { seq: { lt: place.seq } } : {}] },
          orderBy: { seq: "desc" },
          ...part,
        });
      },
      cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
    },
  );
  const actorIds = [...new Set(page.data.flatMap(({ actorId }) => actorId ?? []))];
  const users = await ctx.db.user.findMany({ where: { id: { in: actorIds } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return { ...page, data: page.data.map((row) => presentAuditEntry(row, names)) };
}
