import { z } from "zod";

import { Severity } from "~/domain/shared-schemas";
import { DangerCategory } from "~/domain/signatures/danger-signature";
import { RuleTrigger } from "./rule-trigger";

/** A rule ready to be made. What it suggests may be changed. */
export const RuleTemplate = z.object({
  /** The function's or event's name; the trigger for what has no signature. */
  name: z.string(),
  /** For people, short enough to name the rule. */
  title: z.string(),
  trigger: RuleTrigger,
  /** Canonical; null for what is not a function. */
  signature: z.string().nullable(),
  /**
   * The signature with its parameters' names: as a rule's `signature` it makes `condition` hold whatever the names in
   * the contract's own ABI are.
   */
  declaration: z.string().nullable(),
  selector: z
    .string()
    .regex(/^0x[0-9a-f]{8}$/)
    .nullable(),
  severity: Severity,
  category: DangerCategory,
  /** Why it matters. */
  description: z.string(),
  /** The standard or contract it comes from. */
  source: z.string(),
  /** A suggestion; null: every call, log or change. For an `event` template it is about the event. */
  condition: z.string().nullable(),
  /**
   * Of a function: the event that it makes when it succeeds, with its parameters' names, for a rule that sees it inside
   * other transactions too. Of an event: itself.
   */
  event: z.string().nullable(),
  /** Of a function: the condition in the event's parameters. */
  eventCondition: z.string().nullable(),
});
export type RuleTemplate = z.infer<typeof RuleTemplate>;
