import { z } from "zod";

import { Severity } from "~/domain/shared-schemas";

const DAYS_OF_A_WEEK = 7;

const box = z.boolean().default(false);
const text = z.string().trim().optional();

/** An escalation policy as its form sends it, to be checked by the domain's own schema: waits are in minutes. */
export const EscalationForm = z
  .object({
    name: text,
    steps: z
      .array(
        z.object({
          channels: z.array(z.string()).default([]),
          waitMinutes: z.number("must be a number of minutes").optional(),
        }),
      )
      .default([]),
    repeats: z.number().default(0),
    isBound: box,
    from: text,
    to: text,
    timezone: text,
    days: z.array(z.coerce.number()).default([]),
    severities: z.array(Severity).default([]),
    onDeliveryFailure: box,
    enabled: box,
  })
  .transform(({ name, steps, isBound, from, to, timezone, days, ...rest }) => {
    const isEveryDay = days.length === 0 || days.length === DAYS_OF_A_WEEK;
    const hours = { from: from ?? "", to: to ?? "", timezone: timezone ?? "", ...(isEveryDay ? {} : { days }) };
    return {
      ...rest,
      name: name ?? "",
      steps: steps.map(({ channels, waitMinutes }) => ({ channels, waitSeconds: Math.round((waitMinutes ?? 0) * 60) })),
      hours: isBound ? hours : null,
    };
  });

/** The form's field for an operation's pointer: `/steps/0/channels/1` is the group of the first step. */
export function escalationFieldOf(pointer: string): string | undefined {
  const [, first = "", second, third] = pointer.split("/");
  if (first === "hours") return second ?? "isBound";
  if (first !== "steps" || second === undefined) return first === "" ? undefined : first;
  return `steps[${second}].${third === "waitSeconds" ? "waitMinutes" : "channels"}`;
}
