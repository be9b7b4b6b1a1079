import type { ConditionNode, Span } from "~/domain/conditions/condition-ast";
import { parseCondition } from "~/domain/conditions/parse-condition";

/** An expression of OpenZeppelin Monitor as a condition's tree, or why it can't be exactly that. */
export type TranslatedExpression = { ok: true; node: ConditionNode } | { ok: false; detail: string };

/** What an expression may name. */
export interface ExpressionScope {
  /** Its parameters or fields; what is none of them never matches there. */
  names: ReadonlySet<string>;
  /** Whether they are the transaction's: then they are written as `tx.name`, for a parameter may have the same name. */
  isTransaction: boolean;
}

/** What the transaction has there, and here under the same names. */
export const TRANSACTION_NAMES: ReadonlySet<string> = new Set([
  ...["value", "from", "to", "hash", "gas_price", "max_fee_per_gas", "max_priority_fee_per_gas", "gas_limit", "nonce"],
  ...["input", "gas_used", "transaction_index"],
]);

const OPERATORS = new Set(["==", "!=", ">", ">=", "<", "<=", "contains", "starts_with", "ends_with"]);

class Refused extends Error {}

/**
 * Translates an expression. Our language means the same by what is valid there; what it has beyond that is refused,
 * because there it never matched. What differs is written another way: a bare word on the right is always text there,
 * even when a parameter has that name.
 */
export function translateExpression(text: string, scope: ExpressionScope): TranslatedExpression {
  const parsed = parseCondition(text);
  if (!parsed.ok) return { ok: false, detail: parsed.error.detail };
  try {
    return { ok: true, node: translate(parsed.ast, scope) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, detail: error.message };
    throw error;
  }
}

function translate(node: ConditionNode, scope: ExpressionScope): ConditionNode {
  if (node.kind === "or" || node.kind === "and") {
    return { ...node, items: node.items.map((item) => translate(item, scope)) };
  }
  if (node.kind !== "compare") {
    throw new Refused(
      `OpenZeppelin Monitor compares a name with a value, joined by AND and OR; it has no ${nameOf(node)}`,
    );
  }
  if (!OPERATORS.has(node.op)) throw new Refused(`OpenZeppelin Monitor has no operator ${node.op}`);
  return { ...node, left: subject(node.left, scope), right: literal(node.right) };
}

function nameOf({ kind }: ConditionNode): string {
  return kind === "name" ? "condition that is only a name" : `“${kind}”`;
}

/** What is compared: a name, or a path into it. */
function subject(node: ConditionNode, scope: ExpressionScope): ConditionNode {
  if (node.kind === "name") {
    if (!scope.names.has(node.name)) throw new Refused(unknownName(node.name, scope));
    if (!scope.isTransaction) return node;
    return { ...spanOf(node), kind: "field", base: { ...spanOf(node), kind: "name", name: "tx" }, name: node.name };
  }
  const isPath = node.kind === "index" || node.kind === "field";
  if (isPath && !scope.isTransaction) return { ...node, base: subject(node.base, scope) };
  throw new Refused(
    isPath ? "the transaction's fields have no parts" : "OpenZeppelin Monitor has a name on the left of a comparison",
  );
}

function unknownName(name: string, { names, isTransaction }: ExpressionScope): string {
  const known = [...names].filter((each) => each !== "");
  const what = isTransaction ? "fields of a transaction" : "parameters";
  const there = known.length === 0 ? "there are no named ones" : `there are ${known.join(", ")}`;
  return `${name} is none of the ${what} (${there}), so it never matched`;
}

/** The value that it is compared with, which there is never a name. */
function literal(node: ConditionNode): ConditionNode {
  switch (node.kind) {
    case "name":
      return { ...spanOf(node), kind: "text", value: node.name };
    case "word":
      return { ...spanOf(node), kind: "text", value: node.text };
    case "number":
      if (node.unit === null && /^\d+(\.\d+)?$/.test(node.raw)) return node;
      throw new Refused(
        `OpenZeppelin Monitor has only plain numbers, not ${node.raw}${node.unit ? ` ${node.unit}` : ""}`,
      );
    case "negate":
      return { ...node, item: literal(node.item) };
    case "text":
    case "boolean":
    case "hex":
      return node;
    default:
      throw new Refused("OpenZeppelin Monitor has a plain value on the right of a comparison");
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
