import { containsElement, equalCompounds, equalsLiteral, toNeedle } from "./compare-compound";
import { type Answer, both, compareStrings, compareValues, either, holdsFor, negated } from "./compare-values";
import { compilePattern } from "./compile-pattern";
import { compileValue, type ReadValue } from "./compile-value";
import type { CompareOperator } from "./condition-ast";
import type { AddressLists, ConditionSubject } from "./condition-subject";
import { Unknown } from "./condition-value";
import type { SharedReads } from "./shared-reads";
import type { TypedNode } from "./typed-node";

/** Answers a condition of a subject; never throws. */
export type Ask = (subject: ConditionSubject) => Answer;

const NOT_BOOLEAN = new Unknown("it is neither true nor false");

type Compare = TypedNode & { kind: "compare" };

/**
 * Makes the closure that answers a part of a condition.
 *
 * @param shared what its parts read; whoever asks lets go of it afterwards.
 */
export function compileAnswer(node: TypedNode, lists: AddressLists, shared: SharedReads): Ask {
  const compile = (inner: TypedNode) => compileAnswer(inner, lists, shared);
  const value = (inner: TypedNode) => compileValue(inner, compile, shared);
  switch (node.kind) {
    case "and":
      return compileAnd(node.items.map(compile));
    case "or":
      return compileOr(node.items.map(compile));
    case "not": {
      const item = compile(node.item);
      return (subject) => negated(item(subject));
    }
    case "compare":
      return compileComparison(node, value);
    case "in":
      return compileIn(node, value);
    case "inSaved":
      return compileInSaved(node, value(node.item), lists);
    case "between": {
      const [item, low, high] = [value(node.item), value(node.low), value(node.high)];
      return (subject) => {
        const middle = item(subject);
        const isAbove = compareValues("number", ">=", middle, low(subject));
        return isAbove === false ? false : both(isAbove, compareValues("number", "<=", middle, high(subject)));
      };
    }
    default: {
      const read = value(node);
      return (subject) => {
        const found = read(subject);
        return typeof found === "boolean" || found instanceof Unknown ? found : NOT_BOOLEAN;
      };
    }
  }
}

function compileAnd(items: readonly Ask[]): Ask {
  return (subject) => {
    let answer: Answer = true;
    for (const item of items) {
      const found = item(subject);
      if (found === false) return false;
      if (answer === true) answer = found;
    }
    return answer;
  };
}

function compileOr(items: readonly Ask[]): Ask {
  return (subject) => {
    let answer: Answer = false;
    for (const item of items) {
      const found = item(subject);
      if (found === true) return true;
      if (answer === false) answer = found;
    }
    return answer;
  };
}

function compileComparison(node: Compare, value: (node: TypedNode) => ReadValue): Ask {
  const { op, by, left, right } = node;
  const read = value(left);
  if (by === "compound") return compileCompound(node, read, value);
  if (right.kind === "pattern") return compileMatches(read, right.value);
  if (right.kind === "constant" && by === "number" && typeof right.value === "bigint") {
    return compareWithInteger(read, op, right.value);
  }
  if (right.kind === "constant" && typeof right.value === "string" && by !== "bool" && by !== "number") {
    return compareWithText(read, node, right.value.toLowerCase());
  }
  const readRight = value(right);
  return (subject) => compareValues(by, op, read(subject), readRight(subject));
}

/** The comparisons that most rules are made of: one closure each, without a look at the operator. */
function compareWithInteger(read: ReadValue, op: CompareOperator, bound: bigint): Ask {
  const ask = (holds: (value: bigint) => boolean): Ask => {
    return (subject) => {
      const value = read(subject);
      return typeof value === "bigint" ? holds(value) : compareValues("number", op, value, bound);
    };
  };
  switch (op) {
    case ">":
      return ask((value) => value > bound);
    case ">=":
      return ask((value) => value >= bound);
    case "<":
      return ask((value) => value < bound);
    case "==":
      return ask((value) => value === bound);
    default:
      return ask((value) => holdsFor(op, value < bound ? -1 : value > bound ? 1 : 0));
  }
}

function compareWithText(read: ReadValue, { by, op }: Compare, lower: string): Ask {
  const isWhole = op === "==" || op === "!=";
  if (by === "address" && isWhole) {
    const whenEqual = op === "==";
    return (subject) => {
      const value = read(subject);
      return value instanceof Unknown ? value : (value === lower) === whenEqual;
    };
  }
  return (subject) => {
    const value = read(subject);
    if (typeof value !== "string") return compareValues(by, op, value, lower);
    // No letter gets shorter in lower case: 64 KiB need not be gone through to be no name of three letters.
    if (isWhole && value.length > lower.length) return op === "!=";
    return compareStrings(by, op, value.toLowerCase(), lower);
  };
}

function compileMatches(read: ReadValue, pattern: string): Ask {
  const matches = compilePattern(pattern);
  return (subject) => {
    const value = read(subject);
    return typeof value === "string" ? matches(value) : compareValues("text", "matches", value, "");
  };
}

function compileCompound(node: Compare, read: ReadValue, value: (node: TypedNode) => ReadValue): Ask {
  const { op, left, right } = node;
  const { type } = left;
  if (right.kind === "literal") {
    const literal = right.value;
    const equals: Ask = (subject) => equalsLiteral(type, read(subject), literal);
    return op === "==" ? equals : (subject) => negated(equals(subject));
  }
  const readRight = value(right);
  if (op === "contains") {
    const constant = right.kind === "constant" ? toNeedle(right, right.value) : null;
    return (subject) => {
      const needle = constant ?? toNeedle(right, readRight(subject));
      return needle instanceof Unknown ? needle : containsElement(type, read(subject), needle);
    };
  }
  const equals: Ask = (subject) => equalCompounds(type, read(subject), readRight(subject));
  return op === "==" ? equals : (subject) => negated(equals(subject));
}

function compileIn(node: TypedNode & { kind: "in" }, value: (node: TypedNode) => ReadValue): Ask {
  const { by, items } = node;
  const read = value(node.item);
  const constants = new Set<unknown>();
  const others: ReadValue[] = [];
  for (const item of items) {
    const isExact = item.kind === "constant" && typeof item.value !== "object";
    if (isExact) constants.add(typeof item.value === "string" ? item.value.toLowerCase() : item.value);
    else others.push(value(item));
  }
  return (subject) => {
    const found = read(subject);
    if (found instanceof Unknown) return found;
    let answer: Answer = constants.has(typeof found === "string" ? found.toLowerCase() : found);
    for (const other of others) {
      if (answer === true) break;
      answer = either(answer, compareValues(by, "==", found, other(subject)));
    }
    return node.negated ? negated(answer) : answer;
  };
}

function compileInSaved(node: TypedNode & { kind: "inSaved" }, read: ReadValue, lists: AddressLists): Ask {
  const list = lists.get(node.list);
  const gone = new Unknown(`the address list @${node.list} is not there any more`);
  return (subject) => {
    const value = read(subject);
    if (value instanceof Unknown) return value;
    if (!list) return gone;
    return typeof value === "string" && list.has(value) !== node.negated;
  };
}
