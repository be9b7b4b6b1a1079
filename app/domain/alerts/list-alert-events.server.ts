import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { TimelineEvent } from "./timeline-event";

/** What happened to a busy alert can be much (every repeat is an event): the newest are enough to read. */
const MAX_EVENTS = 500;

/**
 * An alert's timeline, oldest first; of more than 500 events the newest.
 *
 * @throws AppError `not_found`.
 */
export async function listAlertEvents(
  ctx: Pick<Context, "db">,
  { alertId }: { alertId: string },
): Promise<TimelineEvent[]> {
  const alert = await ctx.db.alert.findUnique({ where: { id: alertId }, select: { id: true } });
  if (!alert) throw new AppError("not_found", "There is no alert with this id.");
  const rows = await ctx.db.alertEvent.findMany({
    // What becomes of each delivery is shown with the deliveries.
    where: { alertId, kind: { not: "delivery" } },
    orderBy: [{ at: "desc" }, { seq: "desc" }],
    take: MAX_EVENTS,
  });
  const actorIds = [...new Set(rows.flatMap((row) => row.actorId ?? []))];
  const actors = await ctx.db.user.findMany({ where: { id: { in: actorIds } }, select: { id: true, name: true } });
  const nameOf = new Map(actors.map((actor) => [actor.id, actor.name]));
  return rows.reverse().map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    actorId: row.actorId,
    actorName: row.actorId === null ? null : (nameOf.get(row.actorId) ?? null),
    data: typeof row.data === "object" && row.data !== null && !Array.isArray(row.data) ? row.data : {},
  }));
}
