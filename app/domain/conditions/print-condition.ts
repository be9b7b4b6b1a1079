import type { ConditionNode, ListNode } from "./condition-ast";

const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const SUM = 5;
const PRODUCT = 6;
const UNARY = 7;
const POSTFIX = 8;
const LITERAL = 9;

/** Writes a condition's tree as text; parsed again it gives the same tree. */
export function printCondition(node: ConditionNode): string {
  switch (node.kind) {
    case "or":
      return node.items.map((item) => at(AND, item)).join(" OR ");
    case "and":
      return node.items.map((item) => at(NOT, item)).join(" AND ");
    case "not":
      return `NOT ${at(NOT, node.item)}`;
    case "compare":
      return `${at(SUM, node.left)} ${node.op} ${at(SUM, node.right)}`;
    case "in":
      return `${at(SUM, node.item)} ${node.negated ? "not in" : "in"} ${printList(node.list)}`;
    case "between":
      return `${at(SUM, node.item)} between ${at(SUM, node.low)} and ${at(SUM, node.high)}`;
    case "arithmetic": {
      const level = levelOf(node);
      return `${at(level, node.left)} ${node.op} ${at(level + 1, node.right)}`;
    }
    case "negate":
      return `-${at(UNARY, node.item)}`;
    default:
      return printOperand(node);
  }
}

function printOperand(node: ConditionNode): string {
  switch (node.kind) {
    case "index":
      return `${printBase(node.base)}${node.dotted ? `.${node.index}` : `[${node.index}]`}`;
    case "field":
      return `${printBase(node.base)}.${node.name}`;
    case "call":
      return `${node.fn}(${node.args.map(printCondition).join(", ")})`;
    case "name":
      return node.name;
    case "position":
      return `$${node.index}`;
    case "text":
      return printText(node.value);
    case "boolean":
      return String(node.value);
    case "hex":
      return node.raw;
    case "number":
      return node.unit === null ? node.raw : `${node.raw} ${node.unit}`;
    case "word":
      return node.text;
    default:
      return printCondition(node);
  }
}

function printText(value: string): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n");
  return `'${escaped}'`;
}

function printList(list: ListNode): string {
  return list.kind === "savedList" ? `@${list.name}` : `[${list.items.map((item) => at(SUM, item)).join(", ")}]`;
}

/** A literal takes no index, so one that has any stood in brackets. */
function printBase(node: ConditionNode): string {
  return levelOf(node) === LITERAL ? `(${printCondition(node)})` : at(POSTFIX, node);
}

function at(level: number, node: ConditionNode): string {
  return levelOf(node) < level ? `(${printCondition(node)})` : printCondition(node);
}

function levelOf(node: ConditionNode): number {
  switch (node.kind) {
    case "or":
      return OR;
    case "and":
      return AND;
    case "not":
      return NOT;
    case "compare":
    case "in":
    case "between":
      return COMPARISON;
    case "arithmetic":
      return node.op === "+" || node.op === "-" ? SUM : PRODUCT;
    case "negate":
      return UNARY;
    case "text":
    case "boolean":
    case "hex":
    case "number":
    case "word":
      return LITERAL;
    default:
      return POSTFIX;
  }
}
