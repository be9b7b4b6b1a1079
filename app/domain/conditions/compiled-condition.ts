import type { Explanation } from "~/domain/alerts/explanation";
import type { ConditionSubject } from "./condition-subject";

/** True, false, or null: it could not be evaluated (unknown). */
export type Ternary = boolean | null;

/**
 * A condition ready to be asked. Evaluation never throws, never awaits, and takes time linear in the input.
 */
export interface CompiledCondition {
  /** As it was written. */
  readonly text: string;
  /** It names `outcome`: what it answers may change once a simulation has been made. */
  readonly usesOutcome: boolean;
  evaluate(subject: ConditionSubject): Ternary;
  /** Why the answer is unknown, in a sentence; null when it isn't. */
  whyUnknown(subject: ConditionSubject): string | null;
  /** The tree of sub-expressions with their actual values; its `result` equals `evaluate`. */
  explain(subject: ConditionSubject): Explanation;
}
