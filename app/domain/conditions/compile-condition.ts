import type { Answer } from "./compare-values";
import { type Ask, compileAnswer } from "./compile-answer";
import type { CompiledCondition } from "./compiled-condition";
import type { AddressLists, ConditionSubject } from "./condition-subject";
import { Unknown } from "./condition-value";
import { selectorOf } from "./condition-variables";
import { explainAnswer } from "./explain-answer";
import { SharedReads } from "./shared-reads";
import type { CheckedCondition, CheckedVariant, TypedNode } from "./typed-node";

/** The last resort of “never throws”: nothing is known to lead here. */
const FAILED = new Unknown("its evaluation failed");

interface Variant {
  node: TypedNode;
  ask: Ask;
}

/** Makes a checked condition ready to be asked: closures, three-valued, linear in what they read. */
export function compileCondition(checked: CheckedCondition, lists: AddressLists): CompiledCondition {
  const shared = new SharedReads();
  const compile = (node: TypedNode): Variant => ({ node, ask: compileAnswer(node, lists, shared) });
  const variants = checked.variants.map((variant) => ({ ...variant, ...compile(variant.root) }));
  const other = compile(checked.other);
  const [first] = variants;
  const choose = (subject: ConditionSubject): Variant => {
    // The matcher hands on the very function that the condition was checked against.
    if (first && first.fn === subject.fn && first.event === subject.event) return first;
    return variants.find((variant) => isOf(variant, subject)) ?? other;
  };
  const answer = (subject: ConditionSubject): Answer => {
    try {
      return choose(subject).ask(subject);
    } catch {
      return FAILED;
    } finally {
      shared.forget();
    }
  };
  return {
    text: checked.text,
    usesOutcome: checked.usesOutcome,
    evaluate: (subject) => {
      const found = answer(subject);
      return found instanceof Unknown ? null : found;
    },
    whyUnknown: (subject) => {
      const found = answer(subject);
      return found instanceof Unknown ? `It could not be evaluated: ${found.reason}.` : null;
    },
    explain: (subject) => explainAnswer(choose(subject).node, subject, lists),
  };
}

/** The same function or event in another object, as after the rules were read again. */
function isOf({ fn, event }: CheckedVariant, subject: ConditionSubject): boolean {
  if (event) return subject.event !== null && (event === subject.event || sameEvent(event, subject.event));
  if (!fn || subject.event !== null) return false;
  if (fn === subject.fn) return true;
  if (subject.fn && subject.fn.signature !== fn.signature) return false;
  return subject.call !== null && selectorOf(subject.call.input) === fn.selector;
}

type Event = NonNullable<ConditionSubject["event"]>;

function sameEvent(left: Event, right: Event): boolean {
  if (left.signature !== right.signature || left.topic0 !== right.topic0) return false;
  return left.inputs.every((input, index) => input.indexed === right.inputs[index]?.indexed);
}
