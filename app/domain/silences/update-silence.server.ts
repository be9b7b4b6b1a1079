import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { Silence as SilenceRow } from "~/platform/generated/prisma/client";
import { checkMatchers, type StoredMatchers } from "./check-matchers.server";
import { checkSilenceTimes } from "./check-silence-times";
import { holdSilence } from "./hold-silence.server";
import { invalidSilence } from "./invalid-silence";
import { presentSilences } from "./present-silences.server";
import type { Silence, SilencePatch } from "./silence";

/**
 * Changes a silence; what the patch does not name stays. A new end is warned of again.
 *
 * @throws AppError `not_found`, `conflict` when it has ended, or `invalid_input` as for `createSilence`, also for a new
 *   start when it has begun.
 */
export async function updateSilence(
  ctx: Context,
  { actor, id, patch }: { actor: Actor; id: string; patch: SilencePatch },
): Promise<Silence> {
  return ctx.db.$transaction(async (tx) => {
    const before = await holdSilence(tx, id);
    const data = await checkedChanges(tx, before, patch);
    const changed = Object.keys(data).filter((field) => differs(before, data, field as keyof typeof data));
    const rewarned = changed.includes("endsAt") ? { warnedAt: null } : {};
    const [shown] = await presentSilences(tx, [before]);
    const row =
      changed.length === 0 ? before : await tx.silence.update({ where: { id }, data: { ...data, ...rewarned } });
    const [silence] = await presentSilences(tx, [row]);
    if (silence === undefined || shown === undefined) throw new Error("the silence that was just changed is missing");
    if (changed.length > 0) {
      const { summary } = silence;
      await recordAudit(tx, {
        actor,
        action: "silence.updated",
        resourceType: "silence",
        resourceId: id,
        metadata: { summary, changed, ...changes(auditedOf(shown), auditedOf(silence)) },
      });
    }
    return silence;
  });
}

function auditedOf({ matchers, reason, startsAt, endsAt }: Silence) {
  return { matchers, reason, startsAt, endsAt };
}

type Changes = Partial<StoredMatchers & Pick<SilenceRow, "reason" | "startsAt" | "endsAt">>;

async function checkedChanges(tx: DbTransaction, before: SilenceRow, patch: SilencePatch): Promise<Changes> {
  const now = new Date();
  if (before.endsAt <= now) throw new AppError("conflict", "The silence has ended: make a new one instead.");
  const { reason, matchers, startsAt = before.startsAt, endsAt = before.endsAt } = patch;
  const found = matchers === undefined ? null : await checkMatchers(tx, matchers);
  const times = { startsAt: isAnother(startsAt, before.startsAt), endsAt: isAnother(endsAt, before.endsAt) };
  const errors: FieldError[] = found !== null && "errors" in found ? [...found.errors] : [];
  if (times.startsAt && before.startsAt <= now) {
    errors.push({ pointer: "/startsAt", detail: "can't be changed any more: it has begun", code: "has_begun" });
  } else {
    errors.push(...checkSilenceTimes({ startsAt, endsAt }, { now, changed: times }));
  }
  if (errors.length > 0) throw invalidSilence(errors);
  return {
    ...(found !== null && "matchers" in found ? found.matchers : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(times.startsAt ? { startsAt } : {}),
    ...(times.endsAt ? { endsAt } : {}),
  };
}

function isAnother(one: Date, other: Date): boolean {
  return one.getTime() !== other.getTime();
}

function differs(before: SilenceRow, data: Changes, field: keyof Changes): boolean {
  return JSON.stringify(before[field]) !== JSON.stringify(data[field]);
}
