import { z } from "zod";

import { SILENCE_SPANS } from "~/components/silences/silence-fields";
import { NewSilence } from "~/domain/silences/silence";

const MINUTE_MS = 60_000;

/** What `<input type="datetime-local">` sends, read as UTC. */
const UtcTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/, "must be a time such as 2026-01-15T08:30")
  .transform((text) => new Date(`${text}Z`))
  .refine((time) => !Number.isNaN(time.getTime()), "must be a time such as 2026-01-15T08:30");

const { ruleId, watchlistId, tag, severity, network } = NewSilence.shape.matchers.shape;

const matchers = {
  ...{ ruleId, watchlistId, tag, severity, network },
  /** The choice on an alert's page. */
  subject: z
    .string()
    .regex(/^(ruleId|watchlistId):[0-9a-f-]{36}$/)
    .optional(),
};

/** What is to be quiet, as the form of a silence sends it. */
export const SilenceMatchersForm = z.object(matchers).transform(matchersOf);

/** A silence as its form sends it. */
export const SilenceForm = z
  .object({
    ...matchers,
    reason: NewSilence.shape.reason,
    span: z.enum(SILENCE_SPANS.map(({ value }) => value)).default("60"),
    startsAt: UtcTime.optional(),
    endsAt: UtcTime.optional(),
  })
  .check(({ value, issues }) => {
    if (value.span !== "until" || value.endsAt !== undefined) return;
    issues.push({ code: "custom", message: "Say when it ends.", path: ["endsAt"], input: undefined });
  })
  .transform(({ reason, span, startsAt, endsAt, ...sent }) => ({
    matchers: matchersOf(sent),
    reason,
    ...(startsAt === undefined ? {} : { startsAt }),
    endsAt: span === "until" && endsAt !== undefined ? endsAt : endOf(Number(span), startsAt),
  }));

/** The form's field for an operation's pointer: `/matchers/ruleId` is the field `ruleId`. */
export function silenceFieldOf(pointer: string): string | undefined {
  const [, first, second] = pointer.split("/");
  return first === "matchers" ? second : first;
}

/** The span counts from now, or from the start where that is yet to come. */
function endOf(spanMinutes: number, startsAt: Date | undefined): Date {
  const now = Date.now();
  return new Date(Math.max(now, startsAt?.getTime() ?? now) + spanMinutes * MINUTE_MS);
}

function matchersOf({ subject, ...sent }: z.output<z.ZodObject<typeof matchers>>) {
  const [field, id] = subject?.split(":") ?? [];
  return field === undefined ? sent : { ...sent, [field]: id };
}
