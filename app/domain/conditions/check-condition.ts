import { buildScope, type Target } from "./build-scope";
import { checkNode } from "./check-node";
import type { ConditionNode } from "./condition-ast";
import type { ConditionError } from "./condition-error";
import type { ConditionScope } from "./condition-subject";
import { Unknown } from "./condition-value";
import { parseCondition } from "./parse-condition";
import type { CheckedCondition, CheckedVariant, TypedNode } from "./typed-node";

/** A condition that can be compiled, or all that is wrong with it. */
export type ConditionCheck = { ok: true; checked: CheckedCondition } | { ok: false; errors: ConditionError[] };

const DOES_NOT_FIT = new Unknown("the condition does not fit the types of this overload");

/**
 * Checks a condition against what it will meet, as it is done when a rule is saved and in the editor. Never throws. Of
 * several overloads a name has to be in one, and the types have to fit one; asked of another, the condition is unknown.
 */
export function checkCondition(text: string, scope: ConditionScope): ConditionCheck {
  const parsed = parseCondition(text);
  if (!parsed.ok) {
    const { code, detail, start, end } = parsed.error;
    return { ok: false, errors: [{ code, detail, position: { start, end } }] };
  }
  const { ast } = parsed;
  const functions = scope.functions.map((fn): Target => ({ fn, event: null }));
  const events = scope.events.map((event): Target => ({ fn: null, event }));
  const targets: Target[] = [...functions, ...events];
  let usesOutcome = false;
  const check = (target: Target) => {
    const names = buildScope(scope, target);
    const find: typeof names.find = (name) => {
      const found = names.find(name);
      usesOutcome ||= found?.isOutcome === true;
      return found;
    };
    return { target, ...checkNode(ast, { ...names, find }) };
  };
  const other = check(null);
  const checks = targets.map(check);
  const all = checks.length === 0 ? [other] : checks;
  if (all.every(({ errors }) => errors.length > 0)) {
    const fewest = all.reduce((best, each) => (each.errors.length < best.errors.length ? each : best));
    return { ok: false, errors: fewest.errors };
  }
  const variants = checks.map(({ target, root, errors }): CheckedVariant => {
    return { fn: target?.fn ?? null, event: target?.event ?? null, root: errors.length > 0 ? doesNotFit(ast) : root };
  });
  const rest = other.errors.length > 0 ? doesNotFit(ast) : other.root;
  return { ok: true, checked: { text, ast, variants, other: rest, usesOutcome } };
}

function doesNotFit(node: ConditionNode): TypedNode {
  return { type: { kind: "any" }, node, kind: "variable", source: { kind: "absent", unknown: DOES_NOT_FIT } };
}
