import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { presentSilences } from "./present-silences.server";
import type { Silence, SilenceFilter, SilenceState } from "./silence";

/**
 * Silences, newest first, also those that have ended.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listSilences(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: SilenceFilter },
): Promise<Page<Silence>> {
  const where = await whereOf(ctx, filter);
  const page = await paginate(request, {
    count: () => ctx.db.silence.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.silence.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: await presentSilences(ctx.db, page.data) };
}

async function whereOf(
  { db }: Pick<Context, "db">,
  { state, ruleId, watchlistId, tag, severity, network }: SilenceFilter,
): Promise<Prisma.SilenceWhereInput> {
  const name = network?.trim().toLowerCase();
  // A network that is not there has no silences: an id that none has finds none.
  const found = name === undefined ? null : await db.network.findUnique({ where: { name }, select: { id: true } });
  const now = new Date();
  return {
    AND: [
      state === undefined ? {} : { OR: state.map((each) => inState(each, now)) },
      ruleId === undefined ? {} : { ruleId },
      watchlistId === undefined ? {} : { watchlistId },
      tag === undefined ? {} : { tag },
      severity === undefined ? {} : { severity: { in: [...severity] } },
      name === undefined ? {} : found === null ? { id: { in: [] } } : { networkId: found.id },
    ],
  };
}

function inState(state: SilenceState, now: Date): Prisma.SilenceWhereInput {
  if (state === "expired") return { endsAt: { lte: now } };
  return state === "pending" ? { startsAt: { gt: now } } : { startsAt: { lte: now }, endsAt: { gt: now } };
}
