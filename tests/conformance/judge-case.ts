import { answerCase, type CaseAnswer } from "./answer-case";
import { type Extension, extensionOf } from "./extensions";
import { featuresOf } from "./features-of";
import type { CaseParameter } from "./parameter-of";

/** A condition, what it is asked of, and what it should say; `error`: it is refused or cannot be evaluated. */
export interface Case {
  expr: string;
  params: CaseParameter[];
  expected: boolean | "error";
}

/** Whether our language answers as it should. What the anchor refuses may be valid here where an extension says why. */
export function judgeCase(
  { expr, params, expected }: Case,
  extensions: readonly Extension[],
): CaseAnswer & { agrees: boolean } {
  const answer = answerCase(expr, params);
  if (expected !== "error") return { ...answer, agrees: answer.answer === expected };
  if (answer.answer === "refused" || answer.answer === "unknown") return { ...answer, agrees: true };
  const features = answer.ast ? featuresOf(expr, answer.ast, params) : new Set<string>();
  if (answer.hasUnknownPart) features.add("unknown_part");
  return { ...answer, agrees: extensionOf(expr, features, extensions) !== null };
}
