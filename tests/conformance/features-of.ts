import type { ConditionNode } from "~/domain/conditions/condition-ast";
import type { CaseParameter } from "./parameter-of";

const CONDITIONS = ["or", "and", "not", "compare", "in", "between"];
/** Kinds of v1.6.0's evaluator; any other is a type error to it. */
const ANCHOR_KINDS =
  /^(number|fixed|ufixed|address|string|bytes|bytes32|bool|map|tuple|array|u?int(8|16|32|64|128|256)(\[\])?|(string|address|bool|u?fixed|bytes|bytes32|tuple)\[\])$/i;
const OUR_KINDS = /^(u?int\d*|bytes\d*|address|bool|string|object|tuple|u?fixed\d+x\d+)(\[\d*\])*$/i;

/** Names of the features that a case uses and the anchor hasn't. */
export function featuresOf(expr: string, ast: ConditionNode, params: readonly CaseParameter[]): Set<string> {
  const found = new Set<string>();
  visitCondition(ast, expr, found);
  if (/&&|\|\||!(?!=)/.test(expr)) found.add("symbols");
  if (/"/.test(expr.replace(/'[^']*'/g, ""))) found.add("double_quotes");
  if (/\n/.test(expr)) found.add("newlines");
  if (/\+\d/.test(expr)) found.add("plus_sign");
  const kinds = new Map(params.map(({ name, kind }) => [name, kind]));
  for (const { name, isPath } of namesOf(ast)) {
    const kind = kinds.get(name) ?? "";
    if (!ANCHOR_KINDS.test(kind) && OUR_KINDS.test(kind) && !isPath) found.add("kinds");
    if (isPath && /^tuple$/i.test(kind)) found.add("tuple_parts");
  }
  if (params.some(({ kind, value }) => /^tuple$/i.test(kind) && !isAnchorTuple(value))) found.add("bare_words");
  return found;
}

function visitCondition(node: ConditionNode, expr: string, found: Set<string>): void {
  if (!CONDITIONS.includes(node.kind)) found.add("boolean_alone");
  visit(node, expr, found);
}

function visit(node: ConditionNode, expr: string, found: Set<string>): void {
  switch (node.kind) {
    case "or":
    case "and":
      for (const item of node.items) visitCondition(item, expr, found);
      break;
    case "not":
      found.add("not");
      visitCondition(node.item, expr, found);
      break;
    case "in":
    case "between":
    case "arithmetic":
    case "call":
    case "position":
      found.add(node.kind);
      break;
    case "negate":
      if (node.item.kind !== "number") found.add("arithmetic");
      break;
    case "compare":
      visit(node.left, expr, found);
      visit(node.right, expr, found);
      visitComparison(node, found);
      break;
    case "index":
      if (node.dotted) found.add("dotted_position");
      visit(node.base, expr, found);
      break;
    case "field":
      visit(node.base, expr, found);
      break;
    case "boolean":
      if (/[A-Z]/.test(expr.slice(node.start, node.end))) found.add("keyword_case");
      break;
    case "hex":
      if (node.raw.length === 2) found.add("empty_bytes");
      break;
    case "number":
      if (node.unit !== null) found.add("unit");
      break;
  }
}

function visitComparison({ op, left, right }: ConditionNode & { kind: "compare" }, found: Set<string>): void {
  if (op === "matches") found.add("matches");
  if (op === "contains" && right.kind === "boolean") found.add("contains_boolean");
  if (["hex", "text", "boolean"].includes(left.kind)) found.add("value_on_the_left");
  if (right.kind === "index" || right.kind === "field") found.add("path_on_the_right");
}

/** Arrays inside of a tuple are JSON to the anchor. */
function isAnchorTuple(text: string): boolean {
  const arrays = text.match(/\[[^[\]]*\]/g) ?? [];
  return arrays.every((each) => {
    try {
      JSON.parse(each);
      return true;
    } catch {
      return false;
    }
  });
}

/** Every name that is used, and whether a path goes into it. */
function namesOf(ast: ConditionNode): { name: string; isPath: boolean }[] {
  const names: { name: string; isPath: boolean }[] = [];
  JSON.stringify(ast, (key, value) => {
    if (value?.kind === "name") names.push({ name: value.name, isPath: key === "base" });
    return value;
  });
  return names;
}
