import { z } from "zod";

import { RuleSnapshot } from "~/domain/rules/rule-snapshot";
import { BacktestInput, BacktestProgress } from "./backtest";

/** What a backtest's job keeps in its `input`: what is shown, and the rule as it was when the backtest was asked for. */
export const StoredBacktest = BacktestInput.extend({ networkId: z.string(), rule: RuleSnapshot });
export type StoredBacktest = z.infer<typeof StoredBacktest>;

/** What it keeps in its `progress`. */
export const StoredProgress = BacktestProgress.extend({
  /** Who works on it: a worker that slept while another took it up must not write any more. */
  claim: z.string().nullable().default(null),
  /** Where to go on, and what has to be known for that. */
  resume: z.unknown().optional(),
});
export type StoredProgress = z.infer<typeof StoredProgress>;
