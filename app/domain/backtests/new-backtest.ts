import { z } from "zod";

import { NewRule } from "~/domain/rules/rule";
import { Id } from "~/domain/shared-schemas";
import { MAX_BACKTEST_HOURS } from "./backtest";

const block = z.int("must be a block's number").min(0, "must be 0 or more");

/** What to replay: a range of blocks, or the recorded mempool of the last hours. */
export const BacktestWindow = z.strictObject({
  network: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(100)
    .optional()
    .describe("A network's name. May be left out when the rule's scope is of one network."),
  fromBlock: block.optional(),
  toBlock: block.optional().describe("Included."),
  lastHours: z
    .number("must be a number of hours")
    .positive("must be more than 0")
    .max(MAX_BACKTEST_HOURS, `must be at most ${MAX_BACKTEST_HOURS}: the mempool is not recorded for longer`)
    .optional()
    .describe("The recorded mempool instead of blocks."),
});
export type BacktestWindow = z.infer<typeof BacktestWindow>;

/** The same with the rule, saved or not. */
export const NewBacktest = z.strictObject({
  rule: NewRule.optional().describe("A rule that is not saved: the body of `POST /v1/rules`."),
  ruleId: Id.optional(),
  ...BacktestWindow.shape,
});
export type NewBacktest = z.infer<typeof NewBacktest>;
