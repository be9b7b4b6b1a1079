import { z } from "zod";

import { checkTemplate } from "./check-template";

/** Minutes of a day as `HH:MM`, 24 hours. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 22:00");

const WEEK_DAYS = 7;

/** Days of the week, ISO 8601: 1 is Monday. */
const Weekdays = z
  .array(z.int().min(1).max(7), "must be a list of days, 1 (Monday) to 7 (Sunday)")
  .min(1, "must name a day")
  .max(7, "must be at most 7 days")
  .transform((days) => [...new Set(days)].sort((one, other) => one - other));

const Timezone = z.string().refine(isTimezone, "must be a time zone such as Europe/Berlin");

/**
 * Hours of the week in a time zone, daylight saving included. `from` later than `to` reaches over midnight, and then
 * belongs to the day on which it begins; equal ones mean the whole day.
 */
export const Hours = z.strictObject({ from: ClockTime, to: ClockTime, timezone: Timezone, days: Weekdays.optional() });
export type Hours = z.infer<typeof Hours>;

/** When a channel is left in peace: critical alerts pass, everything else is held and told when the hours end. */
export const QuietHours = Hours.refine(
  ({ from, to, days }) => from !== to || (days !== undefined && days.length < WEEK_DAYS),
  // Nothing but critical alerts would ever be told, and nobody would notice.
  "must end some time: whole days, all of them, never do",
).describe("Critical alerts pass; everything else is told when they end.");

const template = (max: number) =>
  z
    .string()
    .max(max, `must be at most ${max.toLocaleString("en")} characters`)
    .superRefine((text, context) => {
      for (const { detail, code, position } of checkTemplate(text)) {
        context.addIssue({ code: "custom", message: detail, params: { code, position } });
      }
    });

/**
 * What a channel says in its own words, as Mustache without partials, lambdas and unescaped tags; fields as in
 * `TEMPLATE_FIELDS`. What is absent is said as by default.
 */
export const ChannelTemplates = z.strictObject({
  /** The sentence: title, subject, summary. */
  title: template(500).optional(),
  /** What follows it, before the details. */
  body: template(4_000).optional(),
});
export type ChannelTemplates = z.infer<typeof ChannelTemplates>;

/** What every channel can be told besides its type's configuration. */
export const ChannelOptions = z.strictObject({
  isFallback: z.boolean().describe("Told of every alert that another channel could not be told of."),
  maxPerMinute: z
    .int()
    .min(1, "must be 1 or more")
    .max(100_000, "must be at most 100,000")
    .nullable()
    .describe("Messages a minute. Null: what is known of the channel's type."),
  digestMinutes: z
    .int()
    .min(1, "must be 1 or more")
    .max(1_440, "must be at most 1,440 (a day)")
    .nullable()
    .describe("Low and info alerts are gathered for this long into one message. Null: each is told."),
  quietHours: QuietHours.nullable(),
  templates: ChannelTemplates,
  replayMaxAgeMinutes: z
    .int()
    .min(1, "must be 1 or more")
    .max(10_080, "must be at most 10,080 (a week)")
    .describe("What waited longer while the channel was down is summarised instead of told one by one."),
});
export type ChannelOptions = z.infer<typeof ChannelOptions>;

/** Whether a text names a time zone that this runtime knows (IANA time zone database). */
function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
