import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { checkMatchers } from "./check-matchers.server";
import { checkSilenceTimes } from "./check-silence-times";
import { invalidSilence } from "./invalid-silence";
import { presentSilences } from "./present-silences.server";
import type { NewSilence, Silence } from "./silence";

/**
 * Makes a silence. It counts from the next message on: what is waiting to be sent is kept quiet too.
 *
 * @throws AppError `invalid_input` naming everything that is wrong: no matcher (`/matchers`), one that names nothing
 *   (`/matchers/ruleId`…), `/startsAt`, `/endsAt`.
 */
export async function createSilence(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewSilence },
): Promise<Silence> {
  const id = ctx.newId();
  const now = new Date();
  const { reason, endsAt, startsAt = now } = input;
  return ctx.db.$transaction(async (tx) => {
    const found = await checkMatchers(tx, input.matchers);
    const errors = [
      ...("errors" in found ? found.errors : []),
      ...checkSilenceTimes({ startsAt, endsAt }, { now, changed: { startsAt: true, endsAt: true } }),
    ];
    if ("errors" in found || errors.length > 0) throw invalidSilence(errors);
    const times = { startsAt, endsAt, createdAt: now };
    const data = { id, ...found.matchers, reason, ...times, createdById: actor.userId };
    const [silence] = await presentSilences(tx, [await tx.silence.create({ data })]);
    if (silence === undefined) throw new Error("the silence that was just made is missing");
    const { summary, matchers } = silence;
    const made = { matchers, reason, startsAt: silence.startsAt, endsAt: silence.endsAt };
    await recordAudit(tx, {
      actor,
      action: "silence.created",
      resourceType: "silence",
      resourceId: id,
      metadata: { summary, ...changes(null, made) },
    });
    return silence;
  });
}
