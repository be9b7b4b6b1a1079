import { z } from "zod";

/** What a simulation says of a pending transaction. `queued`: an earlier nonce is missing. */
export const OutcomeKind = z.enum(["would_succeed", "would_revert", "queued", "unfunded", "unknown"]);
export type OutcomeKind = z.infer<typeof OutcomeKind>;

/** Whether a pending transaction would execute now: a label and a condition's variable, never a reason to lose an alert. */
export const SimulatedOutcome = z.object({
  kind: OutcomeKind,
  /** Why, in words: a revert's reason, what is missing, or why nobody knows. */
  reason: z.string().nullable(),
  /** The block on whose state it was tried. */
  blockNumber: z.int().nullable(),
});
export type SimulatedOutcome = z.infer<typeof SimulatedOutcome>;
