import type { ConditionSubject } from "~/domain/conditions/condition-subject";
import { OutcomeKind } from "~/domain/transactions/simulated-outcome";
import type { CompiledRule } from "./compiled-rule";

/** What a rule's condition says of one subject. A null `result`: it could not be evaluated. */
export interface SubjectVerdict {
  result: boolean | null;
  /** Why it could not be evaluated, in a sentence. */
  uncertain: string | null;
  /** It hangs on the outcome of a simulation that is not there yet. */
  needsOutcome: boolean;
}

const HOLDS: SubjectVerdict = Object.freeze({ result: true, uncertain: null, needsOutcome: false });
const FAILS: SubjectVerdict = Object.freeze({ result: false, uncertain: null, needsOutcome: false });

/** Asks a rule's condition of a subject; no condition always holds. */
export function subjectVerdict({ compiledCondition }: CompiledRule, subject: ConditionSubject): SubjectVerdict {
  const result = compiledCondition === null ? true : compiledCondition.evaluate(subject);
  if (compiledCondition === null || result === true) return HOLDS;
  if (result === false) return FAILS;
  const uncertain = compiledCondition.whyUnknown(subject) ?? "The condition could not be evaluated.";
  const needsOutcome =
    compiledCondition.usesOutcome &&
    subject.outcome === null &&
    OutcomeKind.options.some((outcome) => compiledCondition.evaluate({ ...subject, outcome }) !== null);
  return { result, uncertain, needsOutcome };
}
