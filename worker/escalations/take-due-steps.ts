import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { type DecidedRun, decideStep } from "./decide-step";
import type { DueRun, StepChannel } from "./due-run";
import { lockDueRuns } from "./lock-due-runs";
import { writeSteps } from "./write-steps";

/** A transaction holds its runs while it writes: not too many at once. */
const BATCH = 200;
/** Who is told within this time need not be told by a step as well. */
const SOON_MS = 120_000;

const IS_ANYTHING_DUE = "SELECT FROM escalations WHERE state = 'running' AND next_at <= now() LIMIT 1";

/**
 * Takes the steps that are due, each exactly once in the fleet: a run is locked, its step's deliveries are written and
 * its next step is set in one transaction. Whoever acknowledges waits for that transaction or has this one pass over the
 * run.
 *
 * @returns how many runs were moved; there may be more.
 */
export async function takeDueSteps(ctx: Context): Promise<number> {
  // Nearly always nothing: that must not cost a transaction.
  const due = await ctx.sql.query({ name: "escalations-due", text: IS_ANYTHING_DUE });
  if (due.rowCount === 0) return 0;
  const { decided, deliveries } = await ctx.db.$transaction(async (tx) => {
    const runs = await lockDueRuns(tx, BATCH);
    const channels: StepChannel[] = await tx.channel.findMany({
      where: { enabled: true },
      select: { id: true, name: true, type: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const toldOf = await listTold(tx, runs);
    const decided = runs.map((run): DecidedRun => {
      const told = run.alert === null ? undefined : toldOf.get(run.alert.id);
      return { run, decision: decideStep(run, channels, told ?? new Set()) };
    });
    return { decided, deliveries: decided.length === 0 ? [] : await writeSteps(tx, decided) };
  });
  const ids = decided.flatMap(({ run, decision }) => (decision.kind === "later" ? [] : (run.alert?.id ?? [])));
  if (ids.length > 0) ctx.relay.publish("alerts.changed", { ids });
  // What can't be added now is found by the sweeper.
  await enqueueDeliveries(ctx, deliveries);
  return decided.length;
}

/** By alert: the channels that have been told of it, or are about to be. */
async function listTold(tx: DbTransaction, runs: readonly DueRun[]): Promise<Map<string, Set<string>>> {
  const told = new Map<string, Set<string>>();
  for (const { alert } of runs) if (alert !== null) told.set(alert.id, new Set());
  const deliveries = await tx.delivery.findMany({
    where: {
      alertId: { in: [...told.keys()] },
      purpose: "alert.created",
      OR: [
        { state: { in: ["sending", "delivered"] } },
        // What waits for the morning or for a digest tells nobody now.
        { state: "queued", OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lt: new Date(Date.now() + SOON_MS) } }] },
      ],
    },
    select: { alertId: true, channelId: true },
  });
  for (const { alertId, channelId } of deliveries) if (alertId !== null) told.get(alertId)?.add(channelId);
  return told;
}
