import { z } from "zod";

/** A rule that fires only for the `count`th match within a window, counted for the whole rule or for each sender or contract. */
export const RuleThreshold = z.strictObject({
  count: z.int("must be a whole number").min(2, "must be at least 2").max(10_000, "must be at most 10,000"),
  windowSeconds: z.int("must be a whole number of seconds").min(1).max(604_800, "must be at most 604,800 (a week)"),
  groupBy: z.enum(["rule", "sender", "contract"]).default("rule"),
});
export type RuleThreshold = z.infer<typeof RuleThreshold>;
