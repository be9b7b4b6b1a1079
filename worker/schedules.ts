import { makeCheckpoint } from "~/domain/audit/make-checkpoint.server";
import { postCheckpoint } from "~/domain/audit/post-checkpoint.server";
import { pruneAudit } from "~/domain/audit/prune-audit.server";
import { verifyAuditDaily } from "~/domain/audit/verify-audit-daily.server";
import { pruneDeliveries } from "~/domain/deliveries/prune-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { tellUntoldFailures } from "~/domain/deliveries/tell-untold-failures.server";
import { watchFailingChannels } from "~/domain/deliveries/watch-failing-channels.server";
import { pruneSessions } from "~/domain/sessions/prune-sessions.server";
import { warnExpiringSilences } from "~/domain/silences/warn-expiring-silences.server";
import type { Context } from "~/platform/context.server";
import { pruneThresholdHits } from "./recorder/prune-threshold-hits";

/** Work that comes round. Each runs on every worker and is safe there: rows are locked while they are handled. */
const SCHEDULES: Record<string, { everyMs: number; run: (ctx: Context) => Promise<unknown> }> = {
  "deliveries.sweep": { everyMs: 3_000, run: sweepDeliveries },
  "deliveries.untold": { everyMs: 2_000, run: tellUntoldFailures },
  "channels.watch": { everyMs: 15_000, run: watchFailingChannels },
  "deliveries.prune": { everyMs: 3_600_000, run: pruneDeliveries },
  "silences.warn": { everyMs: 30_000, run: warnExpiringSilences },
  "thresholds.prune": { everyMs: 60_000, run: pruneThresholdHits },
  "audit.checkpoint": { everyMs: 5_000, run: makeCheckpoint },
  "audit.post": { everyMs: 5_000, run: postCheckpoint },
  "audit.verify": { everyMs: 60_000, run: verifyAuditDaily },
  "audit.prune": { everyMs: 600_000, run: pruneAudit },
  "jobs.expire": {
    everyMs: 3_600_000,
    run: (ctx) => ctx.db.job.deleteMany({ where: { finishedAt: { lt: new Date(Date.now() - 30 * 86_400_000) } } }),
  },
  "sessions.prune": { everyMs: 3_600_000, run: pruneSessions },
  "idempotency.expire": {
    everyMs: 600_000,
    run: (ctx) => ctx.db.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - 86_400_000) } } }),
  },
};

/** Starts them; a run that fails is logged and tried at the next turn. Returns the way to stop. */
export function startSchedules(ctx: Context): () => Promise<void> {
  const running = new Set<Promise<unknown>>();
  const timers = Object.entries(SCHEDULES).map(([name, { everyMs, run }]) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const turn = run(ctx)
        .catch((error: unknown) =>
          ctx.log.warn({ err: error, schedule: name }, "scheduled work failed, trying again later"),
        )
        .finally(() => {
          busy = false;
          running.delete(turn);
        });
      running.add(turn);
    }, everyMs);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.allSettled(running);
  };
}
