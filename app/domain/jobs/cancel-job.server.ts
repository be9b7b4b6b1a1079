import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * Ends a job; a worker that is at it stops within a second, and what it has found stays readable. Does nothing to one
 * that has ended.
 *
 * @throws AppError `not_found`.
 */
export async function cancelJob(ctx: Pick<Context, "db">, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id, state: { in: ["queued", "running"] } },
      data: { state: "cancelled", finishedAt: new Date() },
    });
    if (count > 0) {
      const metadata = { after: { state: "cancelled" } };
      await recordAudit(tx, { actor, action: "job.cancelled", resourceType: "job", resourceId: id, metadata });
    } else if ((await tx.job.count({ where: { id } })) === 0) {
      throw new AppError("not_found", "There is no job with this id.");
    }
  });
}
