import type { NameScope } from "~/domain/conditions/check-context";
import { checkNode } from "~/domain/conditions/check-node";
import { compileCondition } from "~/domain/conditions/compile-condition";
import type { ConditionNode } from "~/domain/conditions/condition-ast";
import type { ConditionSubject } from "~/domain/conditions/condition-subject";
import { parseCondition } from "~/domain/conditions/parse-condition";
import type { ResolvedName } from "~/domain/conditions/typed-node";
import { type CaseParameter, parameterOf } from "./parameter-of";

/** What our language answers; `refused` when it isn't accepted, `unknown` when it cannot be evaluated. */
export interface CaseAnswer {
  answer: boolean | "refused" | "unknown";
  why: string | null;
  ast: ConditionNode | null;
  /** A part of it is unknown, whatever the whole is. */
  hasUnknownPart: boolean;
}

/** Nothing of it is read: all names of a case are its parameters. */
const NOTHING: ConditionSubject = {
  transaction: { hash: "0x", to: null, input: "0x", value: "0x0", nonce: "0x0", gas: "0x0" },
  ...{ call: null, fn: null, log: null, event: null, mined: null, network: "", contract: null, outcome: null },
};

/** Asks a condition of parameters in the anchor's text form, through the parser, checker and compiler that rules use. */
export function answerCase(text: string, params: readonly CaseParameter[]): CaseAnswer {
  const parsed = parseCondition(text);
  if (!parsed.ok) return { answer: "refused", why: parsed.error.detail, ast: null, hasUnknownPart: false };
  const { ast } = parsed;
  const { root, errors } = checkNode(ast, scopeOf(params, basesOf(ast)));
  const compiled = compileCondition({ text, ast, variants: [], other: root, usesOutcome: false }, new Map());
  const answer = compiled.evaluate(NOTHING);
  // A refused part is unknown. The anchor, which checks nothing before, may never come to it.
  const [error] = errors;
  if (error && answer === null) return { answer: "refused", why: error.detail, ast, hasUnknownPart: true };
  const hasUnknownPart = JSON.stringify(compiled.explain(NOTHING)).includes('"result":null');
  return { answer: answer ?? "unknown", why: compiled.whyUnknown(NOTHING), ast, hasUnknownPart };
}

function scopeOf(params: readonly CaseParameter[], bases: ReadonlySet<string>): NameScope {
  const names = new Map<string, ResolvedName>();
  for (const param of params) {
    if (names.has(param.name)) continue;
    const read = parameterOf(param);
    const { type, value } = bases.has(param.name) ? read.parts : read;
    names.set(param.name, { type, source: { kind: "field", read: () => value } });
  }
  return {
    isLenient: true,
    lists: new Set(),
    find: (name) => names.get(name) ?? null,
    findPosition: (index) => [...names.values()][index] ?? null,
    findGroup: () => null,
    explainMissing: (name) => `There is no ${name}.`,
    explainMissingPosition: (index) => `There is no $${index}.`,
    explainMissingMember: (group, name) => `There is no ${group}.${name}.`,
  };
}

/** Names that a path goes into. */
function basesOf(ast: ConditionNode): Set<string> {
  const bases = new Set<string>();
  JSON.stringify(ast, (key, value) => {
    if (key === "base" && value?.kind === "name") bases.add(value.name);
    return value;
  });
  return bases;
}
