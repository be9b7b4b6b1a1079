import { combineNumbers } from "./combine-numbers";
import { containsElement, equalCompounds, equalsLiteral, toNeedle } from "./compare-compound";
import { type Answer, both, compareValues, either, negated } from "./compare-values";
import { compilePattern } from "./compile-pattern";
import { ARGUMENTS_ORIGIN, applyFunction, DATA_ORIGIN, NO_CALL, NO_LOG, NO_TOPIC, stepThrough } from "./compile-value";
import type { AddressLists, ConditionSubject } from "./condition-subject";
import { type ConditionResult, Unknown } from "./condition-value";
import { type AbiPlace, readAbi, stepInto } from "./read-abi";
import type { TypedNode, ValueSource } from "./typed-node";

const NO_ANSWER = new Unknown("it is neither true nor false");
const NO_LIST = new Unknown("the address list is not there any more");

/**
 * Answers a condition by walking its tree, one plain step for each part: no closures, no shortcuts, no constants worked
 * out before. What `compileCondition` makes has to answer the same; the tests hold the two against each other.
 */
export function interpretCondition(root: TypedNode, subject: ConditionSubject, lists: AddressLists): boolean | null {
  const value = interpret(root, { subject, lists });
  return typeof value === "boolean" ? value : null;
}

interface Asked {
  subject: ConditionSubject;
  lists: AddressLists;
}

function toAnswer(value: ConditionResult): Answer {
  return typeof value === "boolean" || value instanceof Unknown ? value : NO_ANSWER;
}

function interpret(node: TypedNode, asked: Asked): ConditionResult {
  const read = (inner: TypedNode) => interpret(inner, asked);
  switch (node.kind) {
    case "constant":
    case "pattern":
      return node.value;
    case "literal":
      return NO_ANSWER;
    case "variable":
      return readSource(node.source, [], asked.subject);
    case "step":
      return interpretStep(node, [], asked);
    case "arithmetic":
      return combineNumbers(node.op, read(node.left), read(node.right));
    case "negate":
      return combineNumbers("-", 0n, read(node.item));
    case "call":
      return applyFunction(node, node.args.map(read));
    default:
      return interpretAnswer(node, asked);
  }
}

function interpretAnswer(node: TypedNode, asked: Asked): Answer {
  const read = (inner: TypedNode) => interpret(inner, asked);
  switch (node.kind) {
    case "and":
      return node.items.map((item) => toAnswer(read(item))).reduce(both);
    case "or":
      return node.items.map((item) => toAnswer(read(item))).reduce(either);
    case "not":
      return negated(toAnswer(read(node.item)));
    case "compare":
      return interpretComparison(node, read);
    case "between": {
      const item = read(node.item);
      const isAbove = compareValues("number", ">=", item, read(node.low));
      return both(isAbove, compareValues("number", "<=", item, read(node.high)));
    }
    case "in": {
      const item = read(node.item);
      if (item instanceof Unknown) return item;
      const answers = node.items.map((each) => compareValues(node.by, "==", item, read(each)));
      const found = answers.reduce<Answer>(either, false);
      return node.negated ? negated(found) : found;
    }
    case "inSaved": {
      const item = read(node.item);
      const list = asked.lists.get(node.list);
      if (item instanceof Unknown) return item;
      if (!list) return NO_LIST;
      const found = [...list].some((address) => address === item);
      return node.negated ? !found : found;
    }
    default:
      return NO_ANSWER;
  }
}

function interpretComparison(
  node: TypedNode & { kind: "compare" },
  read: (node: TypedNode) => ConditionResult,
): Answer {
  const { op, by, left, right } = node;
  const value = read(left);
  if (right.kind === "literal") {
    const isEqual = equalsLiteral(left.type, value, right.value);
    return op === "==" ? isEqual : negated(isEqual);
  }
  if (right.kind === "pattern") {
    return typeof value === "string" ? compilePattern(right.value)(value) : toAnswer(value);
  }
  if (by !== "compound") return compareValues(by, op, value, read(right));
  if (op === "contains") {
    const needle = toNeedle(right, read(right));
    return needle instanceof Unknown ? needle : containsElement(left.type, value, needle);
  }
  const isEqual = equalCompounds(left.type, value, read(right));
  return op === "==" ? isEqual : negated(isEqual);
}

function interpretStep(node: TypedNode & { kind: "step" }, after: readonly number[], asked: Asked): ConditionResult {
  const path = [node.index, ...after];
  if (node.base.kind === "step") return interpretStep(node.base, path, asked);
  if (node.base.kind === "variable") return readSource(node.base.source, path, asked.subject);
  return stepThrough(interpret(node.base, asked), path);
}

function readSource(source: ValueSource, path: readonly number[], subject: ConditionSubject): ConditionResult {
  const { call, log } = subject;
  switch (source.kind) {
    case "absent":
      return source.unknown;
    case "field":
      return stepThrough(source.read(subject), path);
    case "topic": {
      if (!log) return NO_LOG;
      const word = log.topics[source.topic];
      return word === undefined ? NO_TOPIC : readAt(word, DATA_ORIGIN, { type: source.abi, at: 0, base: 0 }, path);
    }
    case "argument":
      return call ? readAt(call.input, ARGUMENTS_ORIGIN, { type: source.abi, at: source.at, base: 0 }, path) : NO_CALL;
    default:
      return log ? readAt(log.data, DATA_ORIGIN, { type: source.abi, at: source.at, base: 0 }, path) : NO_LOG;
  }
}

function readAt(hex: string, origin: number, start: AbiPlace, path: readonly number[]): ConditionResult {
  let place: AbiPlace | Unknown = start;
  for (const step of path) {
    if (place instanceof Unknown) return place;
    place = stepInto({ hex, origin }, place, step);
  }
  return place instanceof Unknown ? place : readAbi({ hex, origin }, place);
}
