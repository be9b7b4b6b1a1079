import type { Context } from "~/platform/context.server";
import type { Coverage } from "./coverage";
import { addLeadBuckets, leadQuantileMs } from "./lead-time";

const DAY_MS = 86_400_000;

interface Counts {
  mined: number;
  seenPending: number;
  leadBuckets: readonly number[];
}

/**
 * A coverage ledger of the last days, today included, the newest first; days without a mined transaction are left out.
 * Whether the scope exists is for the caller to ask.
 *
 * @param scopeId a watchlist entry's id, or a network's.
 */
export async function getCoverage(
  ctx: Pick<Context, "db">,
  { scopeId, days, now = new Date() }: { scopeId: string; days: number; now?: Date },
): Promise<Coverage> {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const rows = await ctx.db.coverageDay.findMany({
    where: { scopeId, day: { gt: new Date(today - days * DAY_MS) } },
    orderBy: { day: "desc" },
  });
  const total = rows.reduce<Counts>(
    (sum, row) => ({
      mined: sum.mined + row.mined,
      seenPending: sum.seenPending + row.seenPending,
      leadBuckets: addLeadBuckets(sum.leadBuckets, row.leadBuckets),
    }),
    { mined: 0, seenPending: 0, leadBuckets: [] },
  );
  return {
    data: rows.map((row) => ({ day: row.day.toISOString().slice(0, 10), ...present(row) })),
    total: present(total),
  };
}

function present({ mined, seenPending, leadBuckets }: Counts): Coverage["total"] {
  return {
    mined,
    seenPending,
    share: mined === 0 ? null : Math.round((seenPending / mined) * 10_000) / 10_000,
    leadMsMedian: leadQuantileMs(leadBuckets, 0.5),
    leadMsP95: leadQuantileMs(leadBuckets, 0.95),
  };
}
