import { z } from "zod";

import { Severity, Stage } from "~/domain/shared-schemas";
import { RuleThreshold } from "./rule-threshold";
import { RuleSide, RuleTrigger } from "./rule-trigger";

/**
 * A rule as it is at a moment, saved or not: what it takes to try it or to replay it. Of its scope one is set, as in
 * the table of rules.
 */
export const RuleSnapshot = z.object({
  /** Of a rule that was never saved, one that no other has. */
  id: z.string(),
  version: z.int(),
  name: z.string(),
  severity: Severity,
  watchlistId: z.string().nullable(),
  tag: z.string().nullable(),
  networkId: z.string().nullable(),
  addressListId: z.string().nullable(),
  stage: Stage,
  trigger: RuleTrigger,
  side: RuleSide,
  signature: z.string().nullable(),
  event: z.string().nullable(),
  condition: z.string().nullable(),
  threshold: RuleThreshold.nullable(),
  cooldownSeconds: z.int(),
  channels: z.array(z.string()),
});
export type RuleSnapshot = z.infer<typeof RuleSnapshot>;
