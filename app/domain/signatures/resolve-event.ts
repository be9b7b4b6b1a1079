import { canonicalTypes } from "~/domain/transactions/canonical-type";
import type { EventInput, ResolvedEvent } from "~/domain/transactions/resolved-event";
import { type AbiEvents, abiEvents } from "./abi-events";
import type { DangerEvent } from "./danger-event";
import { dangerEventNames, findDangerEvents, findDangerEventsByName } from "./danger-events";
import { nearest } from "./nearest";
import { parseEventSignature } from "./parse-event-signature";
import { SignatureError, type SignatureErrorCode } from "./signature-error";
import { topicOfSignature } from "./topic-of-signature";

/** The events a rule's `event` stands for (at least one), or what is wrong with it and where. */
export type ResolveEventResult =
  | { ok: true; events: ResolvedEvent[] }
  | { ok: false; code: SignatureErrorCode; detail: string; position: { start: number; end: number } };

const MAX_SIGNATURE_CHARACTERS = 2_000;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Finds the events that a rule's `event` means, the most exact layout first: which parameters are indexed decides how a
 * log is read, and a contract may differ from what is known. So unless the author says what is indexed, the last one of
 * each signature has nothing indexed: it stands for every layout (`matchesEvent`).
 *
 * - a topic is always accepted; its name comes from the ABI, else from the built-in table, else stays null;
 * - a bare name is every overload that the ABI and the built-in table know; known to neither, it is refused: it may be
 *   a typing error, and a rule that silently never matches is the worst outcome;
 * - a full signature is always accepted; names as written win, and `indexed` as written is meant strictly.
 *
 * @param abi what `parseAbi` accepts, or null. Pass the same object for the rules of one entry: its index is kept.
 */
export function resolveEvent({ event, abi }: { event: string; abi: unknown }): ResolveEventResult {
  try {
    return { ok: true, events: resolve(event, abi) };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    return { ok: false, code: error.code, detail: error.message, position: error.position };
  }
}

interface Span {
  start: number;
  end: number;
}

function resolve(event: string, abi: unknown): ResolvedEvent[] {
  const text = event.trim();
  const whole = { start: event.length - event.trimStart().length, end: event.trimEnd().length };
  if (text === "") {
    const detail =
      "Write an event's name, its full signature such as Transfer(address,address,uint256), or its first topic.";
    throw new SignatureError("empty_signature", detail, { start: 0, end: event.length });
  }
  if (text.length > MAX_SIGNATURE_CHARACTERS) {
    throw new SignatureError("signature_length", "An event has at most 2,000 characters.", whole);
  }
  const known = abi === null || abi === undefined ? null : eventsOf(abi, whole);
  if (/^0x/i.test(text)) return resolveTopic(text, whole, known);
  if (IDENTIFIER.test(text)) return resolveName(text, whole, known);
  return resolveFull(event, known);
}

function eventsOf(abi: unknown, whole: Span): AbiEvents {
  const result = abiEvents(abi);
  if (result.ok) return result.events;
  throw new SignatureError("invalid_abi", `The entry's ABI cannot be read. ${result.detail}`, whole);
}

function resolveTopic(text: string, whole: Span, known: AbiEvents | null): ResolvedEvent[] {
  const digits = text.slice(2);
  const stray = digits.search(/[^0-9a-f]/i);
  if (stray >= 0) {
    const start = whole.start + 2 + stray;
    const detail = "An event's topic is 0x and 64 hex digits (0-9, a-f): the keccak-256 of its signature.";
    throw new SignatureError("topic_malformed", detail, { start, end: start + 1 });
  }
  if (digits.length !== 64) {
    const detail = `An event's topic has 64 hex digits after 0x; this one has ${digits.length}.`;
    throw new SignatureError("topic_length", detail + lengthHint(digits.length), whole);
  }
  const topic0 = `0x${digits.toLowerCase()}`;
  const layouts = [...(known?.withTopic(topic0) ?? []), ...findDangerEvents(topic0).map(fromRow)];
  if (layouts.length > 0) return withAnyLayout(layouts);
  return [{ topic0, signature: null, name: null, inputs: [], anonymous: false }];
}

function lengthHint(digits: number): string {
  if (digits === 40) return " It looks like an address.";
  return digits === 8 ? " It looks like a function's selector." : "";
}

function resolveName(name: string, whole: Span, known: AbiEvents | null): ResolvedEvent[] {
  const layouts = [...(known?.named(name) ?? []), ...findDangerEventsByName(name).map(fromRow)];
  if (layouts.length > 0) return withAnyLayout(layouts);
  throw new SignatureError("unknown_event", unknownDetail(name, known), whole);
}

function unknownDetail(name: string, known: AbiEvents | null): string {
  if (/^[0-9a-f]{64}$/i.test(name)) return `${name} is not a known event. For a topic, write 0x before it.`;
  const where = known ? "neither in the entry's ABI nor among the well-known events" : "not a well-known event";
  const hint = nearest(name, [...(known?.names() ?? []), ...dangerEventNames()]);
  const meant = hint ? ` Did you mean ${hint}?` : "";
  return `${name} is ${where}.${meant} To watch it all the same, write it in full: ${name}() or ${name}(address).`;
}

function resolveFull(text: string, known: AbiEvents | null): ResolvedEvent[] {
  const { name, inputs, anonymous } = parseEventSignature(text);
  const signature = `${name}(${canonicalTypes(inputs)})`;
  const topic0 = topicOfSignature(signature);
  const written = { topic0: anonymous ? null : topic0, signature, name, inputs, anonymous };
  const isNamed = inputs.some((input) => input.name !== "");
  const fromAbi = known?.named(name).filter((event) => event.signature === signature) ?? [];
  const layouts = [...fromAbi, ...findDangerEvents(topic0).map(fromRow)];
  if (anonymous || inputs.some((input) => input.indexed)) {
    const same = layouts.find((layout) => layoutOf(layout) === layoutOf(written));
    return [isNamed ? written : (same ?? written)];
  }
  const renamed = isNamed ? layouts.map((layout) => ({ ...layout, inputs: rename(layout.inputs, inputs) })) : layouts;
  return layouts.length > 0 ? withAnyLayout(renamed) : [written];
}

/** The layout of one with the names of the other. */
function rename(inputs: EventInput[], names: EventInput[]): EventInput[] {
  return inputs.map((input, index) => ({ ...(names[index] ?? input), indexed: input.indexed }));
}

/** Each layout once, those of the ABI first, and for each signature one in which nothing is indexed, last. */
function withAnyLayout(layouts: ResolvedEvent[]): ResolvedEvent[] {
  const loose = layouts
    .filter((event) => !event.anonymous)
    .map((event) => ({ ...event, inputs: event.inputs.map((input) => ({ ...input, indexed: false })) }));
  const exact = layouts.filter((event) => event.anonymous || event.inputs.some((input) => input.indexed));
  const distinct = new Map<string, ResolvedEvent>();
  for (const event of [...exact, ...loose]) if (!distinct.has(layoutOf(event))) distinct.set(layoutOf(event), event);
  return [...distinct.values()];
}

function layoutOf({ signature, anonymous, inputs }: ResolvedEvent): string {
  return [signature, anonymous, ...inputs.map((input) => input.indexed)].join();
}

function fromRow({ topic0, signature, name, inputs }: DangerEvent): ResolvedEvent {
  return { topic0, signature, name, inputs, anonymous: false };
}
