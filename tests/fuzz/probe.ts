import type { Explanation } from "~/domain/alerts/explanation";
import { checkCondition } from "~/domain/conditions/check-condition";
import { compileCondition } from "~/domain/conditions/compile-condition";
import type { ConditionScope, ConditionSubject } from "~/domain/conditions/condition-subject";
import { interpretCondition } from "~/domain/conditions/interpret-condition";
import { parseCondition } from "~/domain/conditions/parse-condition";
import { printCondition } from "~/domain/conditions/print-condition";
import { withoutSpans } from "./arbitrary-ast";
import { LISTS } from "./workbench";

/** What a probe saw of a text. */
export type Seen = "not parsed" | "refused" | "evaluated" | "unknown";

/**
 * Puts a text through everything that is done with conditions, and throws at what must not be: an exception, a printed
 * text that is read as something else, an answer that compiled, interpreted and explained differ in.
 */
export function probe(text: string, scope: ConditionScope, subjects: readonly ConditionSubject[]): Seen {
  const parsed = parseCondition(text);
  if (!parsed.ok) {
    requireSpan(text, parsed.error);
    return "not parsed";
  }
  const again = parseCondition(printCondition(parsed.ast));
  if (again.ok) requireSame("printed and parsed", withoutSpans(parsed.ast), withoutSpans(again.ast));
  // Printing adds spaces and brackets: a text at the limits may pass them.
  else if (!["too_long", "too_deep"].includes(again.error.code))
    throw new Error(`Printed, it is ${again.error.detail}`);
  const check = checkCondition(text, scope);
  if (!check.ok) {
    for (const { position } of check.errors) requireSpan(text, position);
    return "refused";
  }
  const compiled = compileCondition(check.checked, LISTS);
  const { variants, other } = check.checked;
  let seen: Seen = "evaluated";
  for (const subject of subjects) {
    const variant = variants.find(({ fn, event }) => fn === subject.fn && event === subject.event);
    const answer = compiled.evaluate(subject);
    requireSame("compiled and interpreted", answer, interpretCondition(variant?.root ?? other, subject, LISTS));
    const why = compiled.whyUnknown(subject);
    requireSame("evaluate and whyUnknown", answer === null, why !== null);
    if (why?.includes("its evaluation failed")) throw new Error("The evaluation threw");
    requireExplained(compiled.explain(subject), answer);
    if (answer === null) seen = "unknown";
  }
  return seen;
}

function requireExplained(explanation: Explanation, answer: boolean | null): void {
  requireSame("evaluate and explain", answer, explanation.result);
  for (const child of explanation.children ?? []) requireExplained(child, child.result);
}

function requireSpan(text: string, { start, end }: { start: number; end: number }): void {
  if (start < 0 || end < start || end > text.length) throw new Error(`An error stands at ${start} to ${end}`);
}

function requireSame(what: string, left: unknown, right: unknown): void {
  if (JSON.stringify(left) === JSON.stringify(right)) return;
  throw new Error(`${what} differ: ${JSON.stringify(left)} and ${JSON.stringify(right)}`);
}
