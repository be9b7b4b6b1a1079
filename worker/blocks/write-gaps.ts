import { recordGap } from "~/domain/networks/record-gap.server";
import type { Context } from "~/platform/context.server";
import type { NetworkGap } from "../listener/types";

/** A gap must not be forgotten because the database was away when it was noticed: it is kept and written again. */
export function writeGaps(ctx: Context) {
  const waiting: NetworkGap[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    for (let gap = waiting[0]; gap !== undefined; gap = waiting[0]) {
      await recordGap(ctx, {
        networkId: gap.networkId,
        startedAt: new Date(gap.fromMs),
        endedAt: gap.toMs === null ? null : new Date(gap.toMs),
        fromBlock: gap.lastHeadBefore?.number ?? null,
        toBlock: gap.firstHeadAfter?.number ?? null,
        reason: gap.reason,
      });
      waiting.shift();
    }
  };
  const run = () => {
    timer = null;
    flush().catch((error: unknown) => {
      ctx.log.warn({ err: error, gaps: waiting.length }, "a gap could not be recorded, trying again");
      timer ??= setTimeout(run, 2_000);
    });
  };
  return {
    add(gap: NetworkGap) {
      waiting.push(gap);
      if (waiting.length === 1) run();
    },
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
}
