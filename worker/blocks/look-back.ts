import { closeOpenGaps } from "~/domain/networks/close-open-gaps.server";
import { findLastReport } from "~/domain/networks/find-last-report.server";
import type { Context } from "~/platform/context.server";
import type { NetworkGap } from "../listener/types";

/** Nobody watched when nothing was reported for this long; a shorter silence is a restart. */
const UNWATCHED_AFTER_MS = 10_000;

/**
 * What a listener before this one left undone, settled once there is a live endpoint: gaps that it could not end, and
 * the time in which no worker watched at all.
 */
export function lookBack(ctx: Context, networkId: string, addGap: (gap: NetworkGap) => void) {
  const startedAtMs = Date.now();
  // Asked at once, before reports of this process hide the answer.
  const lastReport = findLastReport(ctx, { networkId }).catch((error: unknown) => {
    ctx.log.warn({ err: error, networkId }, "not known since when nobody has watched this network");
    return null;
  });
  let isSettled = false;
  const settle = async () => {
    const reportedAtMs = (await lastReport)?.getTime() ?? startedAtMs;
    const ended = await closeOpenGaps(ctx, { networkId, endedAt: new Date() });
    if (ended > 0 || startedAtMs - reportedAtMs < UNWATCHED_AFTER_MS) return;
    const blocks = { lastHeadBefore: null, firstHeadAfter: null };
    addGap({ networkId, fromMs: reportedAtMs, toMs: Date.now(), ...blocks, reason: "no worker was running" });
  };
  return {
    settle() {
      if (isSettled) return;
      isSettled = true;
      settle().catch(() => {
        isSettled = false;
      });
    },
  };
}
