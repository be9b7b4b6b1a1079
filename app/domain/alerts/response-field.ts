import type { DecodedArgument, DecodedValue } from "~/domain/transactions/decoded-call";
import type { Alert } from "./alert";

/** What a response's arguments may be taken from. */
export interface ResponseFacts {
  alert: Pick<Alert, "id" | "network" | "from" | "to" | "target" | "txHash" | "value" | "call" | "event">;
  /** The transaction's, decimal. */
  nonce: string;
}

/** What a field is; `any` is known only when there is an alert. */
export type ResponseFieldKind = "address" | "uint" | "hash" | "selector" | "text" | "any";

/** A field of the alert by its name: what it is, and its value in one alert (or why it has none there). */
export interface ResponseField {
  kind: ResponseFieldKind;
  valueIn(facts: ResponseFacts): { value: DecodedValue } | { reason: string };
}

type Simple = [ResponseFieldKind, (facts: ResponseFacts) => string | null];

const SIMPLE: Record<string, Simple> = {
  from: ["address", ({ alert }) => alert.from],
  to: ["address", ({ alert }) => alert.to],
  target: ["address", ({ alert }) => alert.target],
  txHash: ["hash", ({ alert }) => alert.txHash],
  value: ["uint", ({ alert }) => alert.value],
  nonce: ["uint", ({ nonce }) => nonce],
  id: ["text", ({ alert }) => alert.id],
  network: ["text", ({ alert }) => alert.network],
  "call.selector": ["selector", ({ alert }) => (alert.call.selector === "0x" ? null : alert.call.selector)],
};

/** The fields by name; `<argument>` is a parameter's name, or its position from 0. */
export const RESPONSE_FIELDS: readonly string[] = [
  ...Object.keys(SIMPLE),
  "call.args.<argument>",
  "event.args.<argument>",
];

const ARGUMENT = /^(call|event)\.args\.([A-Za-z_$][\w$]*|\d{1,3})$/;

/** Finds a field that a response's arguments may name; null for anything else: the list is closed. */
export function responseField(name: string): ResponseField | null {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (simple !== undefined) {
    const [kind, read] = simple;
    return {
      kind,
      valueIn: (facts) => {
        const value = read(facts);
        return value === null ? { reason: `this alert has no ${name}` } : { value };
      },
    };
  }
  const [, source, argument] = ARGUMENT.exec(name) ?? [];
  if (source === undefined || argument === undefined) return null;
  return {
    kind: "any",
    valueIn: ({ alert }) => {
      const args = source === "call" ? alert.call.args : alert.event?.args;
      if (args === undefined) return { reason: "this alert is about a call, not an event" };
      return argumentIn(args, argument, source);
    },
  };
}

function argumentIn(
  args: readonly DecodedArgument[],
  wanted: string,
  source: string,
): { value: DecodedValue } | { reason: string } {
  const found = /^\d/.test(wanted) ? args[Number(wanted)] : args.find(({ name }) => name === wanted);
  if (found === undefined) return { reason: `the ${source} has no argument ${wanted}` };
  if (found.truncated) return { reason: `the ${source}'s argument ${wanted} was too large to be kept whole` };
  return { value: found.value };
}
