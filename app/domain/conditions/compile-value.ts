import type { AbiType } from "~/domain/transactions/abi-type";
import { combineNumbers, compareNumbers } from "./combine-numbers";
import type { ConditionSubject } from "./condition-subject";
import { type ConditionResult, Unknown } from "./condition-value";
import { type AbiData, type AbiPlace, readAbi, readWord, stepInto } from "./read-abi";
import type { SharedReads } from "./shared-reads";
import type { TypedNode, ValueSource } from "./typed-node";

/** Reads a sub-expression's value of a subject; never throws. */
export type ReadValue = (subject: ConditionSubject) => ConditionResult;

/** Characters before a call's arguments: `0x` and the selector. */
export const ARGUMENTS_ORIGIN = 10;
/** Characters before an event's data, and before a topic: `0x`. */
export const DATA_ORIGIN = 2;

/** There is no call. */
export const NO_CALL = new Unknown("there is no call: the transaction creates a contract");
/** There is no log. */
export const NO_LOG = new Unknown("the match is not an event");
/** The log has fewer topics than the event. */
export const NO_TOPIC = new Unknown("the log has no such topic");
const HIGH_SURROGATE = /[\ud800-\udbff]/;
const PAST_END = new Unknown("the position is past the end");
const NO_VALUE = new Unknown("it has no value");

/**
 * Makes the reader of a value. Where a parameter stands is worked out here as far as no offset has to be read: a static
 * parameter costs one slice of the calldata, and of a dynamic one only what is named is decoded.
 */
export function compileValue(
  node: TypedNode,
  compileAnswer: (node: TypedNode) => ReadValue,
  shared: SharedReads,
): ReadValue {
  switch (node.kind) {
    case "constant": {
      const { value } = node;
      return () => value;
    }
    case "variable":
      return compileSource(node.source, [], shared);
    case "step":
      return compileSteps(node, compileAnswer, shared);
    case "arithmetic": {
      const left = compileValue(node.left, compileAnswer, shared);
      const right = compileValue(node.right, compileAnswer, shared);
      return (subject) => combineNumbers(node.op, left(subject), right(subject));
    }
    case "negate": {
      const item = compileValue(node.item, compileAnswer, shared);
      return (subject) => combineNumbers("-", 0n, item(subject));
    }
    case "call": {
      const args = node.args.map((arg) => compileValue(arg, compileAnswer, shared));
      return (subject) =>
        applyFunction(
          node,
          args.map((arg) => arg(subject)),
        );
    }
    case "pattern":
    case "literal":
      return () => NO_VALUE;
    default:
      return compileAnswer(node);
  }
}

function compileSteps(
  node: TypedNode & { kind: "step" },
  compileAnswer: (node: TypedNode) => ReadValue,
  shared: SharedReads,
): ReadValue {
  const steps: number[] = [];
  let base: TypedNode = node;
  while (base.kind === "step") {
    steps.unshift(base.index);
    base = base.base;
  }
  if (base.kind === "variable") return compileSource(base.source, steps, shared);
  const read = compileValue(base, compileAnswer, shared);
  return (subject) => stepThrough(read(subject), steps);
}

/** Elements of a value that is decoded already. */
export function stepThrough(value: ConditionResult, steps: readonly number[]): ConditionResult {
  let current = value;
  for (const step of steps) {
    if (current instanceof Unknown) return current;
    current = Array.isArray(current) ? (current[step] ?? PAST_END) : PAST_END;
  }
  return current;
}

function compileSource(source: ValueSource, steps: readonly number[], shared: SharedReads): ReadValue {
  switch (source.kind) {
    case "absent":
      return () => source.unknown;
    case "field": {
      const { read } = source;
      return steps.length === 0 ? read : (subject) => stepThrough(read(subject), steps);
    }
    case "topic": {
      const { abi, topic } = source;
      return ({ log }) => {
        if (!log) return NO_LOG;
        const word = log.topics[topic];
        return word === undefined ? NO_TOPIC : readWord(word, DATA_ORIGIN, abi);
      };
    }
    default:
      return compileParameter(source, steps, shared);
  }
}

function compileParameter(
  source: ValueSource & { kind: "argument" | "data" },
  path: readonly number[],
  shared: SharedReads,
): ReadValue {
  const { place, steps } = settle({ type: source.abi, at: source.at, base: 0 }, path);
  if (place instanceof Unknown) return () => place;
  const isCall = source.kind === "argument";
  const { type } = place;
  if (steps.length === 0 && isWord(type)) {
    const first = (isCall ? ARGUMENTS_ORIGIN : DATA_ORIGIN) + place.at * 2;
    if (!isCall) return ({ log }) => (log === null ? NO_LOG : readWord(log.data, first, type));
    return ({ call }) => (call === null ? NO_CALL : readWord(call.input, first, type));
  }
  const key = [source.kind, source.at, ...path].join(".");
  return shared.share(key, ({ call, log }) => {
    if (!isCall) return log === null ? NO_LOG : readPath({ hex: log.data, origin: DATA_ORIGIN }, place, steps);
    return call === null ? NO_CALL : readPath({ hex: call.input, origin: ARGUMENTS_ORIGIN }, place, steps);
  });
}

/** Takes the steps that need no offset. */
function settle(start: AbiPlace, path: readonly number[]): { place: AbiPlace | Unknown; steps: readonly number[] } {
  let place = start;
  for (const [taken, step] of path.entries()) {
    if (place.type.dynamic) return { place, steps: path.slice(taken) };
    const next = stepInto({ hex: "", origin: Number.NEGATIVE_INFINITY }, place, step);
    if (next instanceof Unknown) return { place: next, steps: [] };
    place = next;
  }
  return { place, steps: [] };
}

function readPath(data: AbiData, start: AbiPlace, steps: readonly number[]): ConditionResult {
  let place = start;
  for (const step of steps) {
    const next = stepInto(data, place, step);
    if (next instanceof Unknown) return next;
    place = next;
  }
  return readAbi(data, place);
}

function isWord(type: AbiType): boolean {
  return !type.dynamic && type.kind !== "array" && type.kind !== "tuple";
}

/** What a function makes of its arguments; unknown where one is. */
export function applyFunction(node: TypedNode & { kind: "call" }, args: readonly ConditionResult[]): ConditionResult {
  const unknown = args.find((arg) => arg instanceof Unknown);
  const [first] = args;
  if (unknown !== undefined || first === undefined) return unknown ?? NO_VALUE;
  switch (node.fn) {
    case "length":
      return lengthOf(node.args[0]?.type.kind === "bytes", first);
    case "lower":
      return typeof first === "string" ? first.toLowerCase() : NO_VALUE;
    case "selector":
      return typeof first === "string" ? first.slice(0, 10) : NO_VALUE;
    case "abs":
      return (compareNumbers(first, 0n) ?? 0) < 0 ? combineNumbers("-", 0n, first) : first;
    default:
      return args.reduce((best, arg) => {
        const order = compareNumbers(arg, best) ?? 0;
        return (node.fn === "min" ? order < 0 : order > 0) ? arg : best;
      }, first);
  }
}

/** Bytes of bytes, characters of text, elements of the rest. */
function lengthOf(isBytes: boolean, value: ConditionResult): ConditionResult {
  if (Array.isArray(value)) return BigInt(value.length);
  if (typeof value !== "string") return NO_VALUE;
  return BigInt(isBytes ? Math.max(0, (value.length - 2) >> 1) : charactersOf(value));
}

/** Code points: an emoji is one, though two UTF-16 units. */
function charactersOf(text: string): number {
  let count = text.length;
  for (let at = text.search(HIGH_SURROGATE); at >= 0 && at < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) <= 0xffff) continue;
    count -= 1;
    at += 1;
  }
  return count;
}
