import type { FieldError } from "~/domain/errors";

const DAY_MS = 86_400_000;
/** Longer is not a silence but a rule to be switched off, or changed. */
const MAX_DAYS = 366;

/** What is wrong with the time of a silence; both ends are checked only where they are new. */
export function checkSilenceTimes(
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
  { now, changed }: { now: Date; changed: { startsAt: boolean; endsAt: boolean } },
): FieldError[] {
  const at = (pointer: string, code: string, detail: string) => [{ pointer, code, detail }];
  if (changed.endsAt && endsAt <= now) return at("/endsAt", "in_the_past", "must be in the future");
  if (endsAt <= startsAt) return at(changed.endsAt ? "/endsAt" : "/startsAt", "ends_first", "must end after it starts");
  if (changed.startsAt && startsAt.getTime() - now.getTime() > MAX_DAYS * DAY_MS) {
    return at("/startsAt", "too_far", "must be within a year");
  }
  if (endsAt.getTime() - startsAt.getTime() > MAX_DAYS * DAY_MS) {
    return at(
      "/endsAt",
      "too_long",
      "must be at most a year after the start: for longer, change or switch off the rule",
    );
  }
  return [];
}
