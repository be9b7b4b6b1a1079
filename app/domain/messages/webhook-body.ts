import type { Alert } from "~/domain/alerts/alert";
import type { Explanation } from "~/domain/alerts/explanation";
import type { DecodedArgument, DecodedValue } from "~/domain/transactions/decoded-call";
import type { WebhookMessage } from "./webhook-message";

/** Standard Webhooks 1.0.0 asks for bodies below 20 kB: more is cut where what is cut can be asked for again. */
const GOOD_BYTES = 20_000;
/** No body is larger. */
const MAX_BYTES = 512_000;
/** How many levels of an explanation are kept, most first. */
const LEVELS = [3, 2, 1];
/** What is kept of arguments, most first: characters of a text, elements of a list. */
const ARGUMENT_LIMITS = [
  { characters: 1_000, elements: 100 },
  { characters: 200, elements: 20 },
  { characters: 20, elements: 2 },
];

/**
 * The message as JSON text, within the limits. A body over 20 kB leaves out the deeper levels of explanations, when that
 * brings it below; one over 512 kB has shortened arguments too, each marked `truncated`. `shortened` then names what was
 * cut: the API has the whole alert.
 */
export function webhookBody(message: WebhookMessage): string {
  const whole = JSON.stringify(message);
  if (bytesOf(whole) <= GOOD_BYTES) return whole;
  for (const levels of LEVELS) {
    const body = shortened(message, ["explanation"], (alert) => withLevels(alert, levels));
    if (bytesOf(body) <= GOOD_BYTES) return body;
  }
  if (bytesOf(whole) <= MAX_BYTES) return whole;
  let body = whole;
  for (const limits of ARGUMENT_LIMITS) {
    body = shortened(message, ["explanation", "args"], (alert) => withArguments(withLevels(alert, 1), limits));
    if (bytesOf(body) <= MAX_BYTES) break;
  }
  return body;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function shortened(message: WebhookMessage, what: string[], shorten: (alert: Alert) => Alert): string {
  const { data, group } = message;
  return JSON.stringify({
    ...message,
    data: isAlert(data) ? shorten(data) : data,
    ...(group ? { group: { ...group, alerts: group.alerts.map(shorten) } } : {}),
    shortened: what,
  });
}

function isAlert(data: WebhookMessage["data"]): data is Alert {
  return data !== null && data !== undefined && "explanation" in data;
}

function withLevels(alert: Alert, levels: number): Alert {
  return { ...alert, explanation: upTo(alert.explanation, levels) };
}

function upTo({ children, ...node }: Explanation, levels: number): Explanation {
  if (children === undefined || levels === 0) return node;
  return { ...node, children: children.map((child) => upTo(child, levels - 1)) };
}

type Limits = (typeof ARGUMENT_LIMITS)[number];

function withArguments(alert: Alert, limits: Limits): Alert {
  const { call, event } = alert;
  const shorten = (argument: DecodedArgument): DecodedArgument => {
    const { value, isCut } = cutValue(argument.value, limits);
    return isCut ? { ...argument, value, truncated: true } : argument;
  };
  return {
    ...alert,
    call: { ...call, args: call.args.map(shorten) },
    event: event === null ? null : { ...event, args: event.args.map(shorten) },
  };
}

function cutValue(value: DecodedValue, limits: Limits): { value: DecodedValue; isCut: boolean } {
  if (typeof value === "boolean") return { value, isCut: false };
  if (typeof value === "string") {
    return { value: value.slice(0, limits.characters), isCut: value.length > limits.characters };
  }
  const kept = value.slice(0, limits.elements).map((element) => cutValue(element, limits));
  return {
    value: kept.map((element) => element.value),
    isCut: value.length > limits.elements || kept.some((element) => element.isCut),
  };
}
