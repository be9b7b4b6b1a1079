import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import type { CallSentence, SentenceCondition } from "./call-sentences";
import { describeValue } from "./describe-value";

/** Longest piece of foreign text in a sentence: a contract's name or a decoded string. */
export const MAX_TEXT_CHARACTERS = 60;

/** What a sentence is filled with. */
export interface SentenceParts {
  /** The contract, as it is to be read. */
  contract: string;
  /** What stands for `{call}`: a function or event, as it is to be read. */
  call: string;
  /** The argument of a parameter of the table's row; undefined when it could not be read. */
  argumentOf: (parameter: string) => DecodedArgument | undefined;
}

/** A sentence of the tables with its places filled, or null when an argument that it needs is missing. */
export function renderSentence(sentence: CallSentence, parts: SentenceParts): string | null {
  const template =
    typeof sentence === "string" ? sentence : sentence.find(([condition]) => holds(condition, parts))?.[1];
  return template === undefined ? null : fill(template, parts);
}

function holds(condition: SentenceCondition, { argumentOf }: SentenceParts): boolean {
  if (condition === null) return true;
  const [parameter, is] = condition;
  const argument = argumentOf(parameter);
  if (!argument || typeof argument.value !== "string" || !/^(0x[0-9a-f]+|\d+)$/i.test(argument.value)) return false;
  const number = BigInt(argument.value);
  if (is !== "unlimited") return number === (is === "one" ? 1n : 0n);
  const bits = /^uint(\d+)$/.exec(argument.type)?.[1];
  return bits !== undefined && number >= 2n ** (BigInt(bits) - 1n);
}

function fill(template: string, { contract, call, argumentOf }: SentenceParts): string | null {
  let isComplete = true;
  const place = /\{(\w+)(?:\?([^:}]*):([^}]*))?\}/g;
  const filled = template.replace(place, (_, key: string, yes: string | undefined, no: string | undefined) => {
    if (key === "contract") return contract;
    if (key === "call") return call;
    const argument = argumentOf(key);
    if (argument && yes !== undefined && no !== undefined) return argument.value === true ? yes : no;
    if (argument) return describeValue(argument, MAX_TEXT_CHARACTERS);
    isComplete = false;
    return "";
  });
  // Names of contracts and functions keep their own case.
  return isComplete ? filled.replace(/^(role|function|event|the zero|an unlimited)\b/, capitalize) : null;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
