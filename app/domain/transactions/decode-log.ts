import { type AbiType, AbiTypeError, compileType } from "./abi-type";
import { canonicalType } from "./canonical-type";
import { DecodeError, decodeParameters } from "./decode-parameters";
import type { DecodedArgument } from "./decoded-call";
import type { DecodedEvent } from "./decoded-event";
import type { EventLog } from "./event-log";
import { matchesEvent } from "./matches-event";
import type { EventInput, ResolvedEvent } from "./resolved-event";

/** A parameter ready for decoding. */
interface Field {
  input: EventInput;
  type: AbiType;
  isTopic: boolean;
}

/** By the event and the number of topics: a layout that is not known is guessed from it. */
const compiled = new WeakMap<ResolvedEvent, Field[][]>();

/**
 * Reads a log with the events it may be of: the first that fits. Never throws, whatever the log: what cannot be read
 * leaves `args` empty and says why in `error`.
 *
 * Where no parameter of the event is indexed but the log has topics, its first parameters are taken to be the indexed
 * ones, as is usual, and `assumption` says so.
 */
export function decodeLog(log: EventLog, events: readonly ResolvedEvent[]): DecodedEvent {
  let failed: DecodedEvent | undefined;
  for (const candidate of events) {
    if (!matchesEvent(log, candidate)) continue;
    const event = decodeAs(log, candidate);
    if (event.error === undefined) return event;
    failed ??= event;
  }
  return failed ?? { topic0: topicOf(log), signature: null, name: null, args: [] };
}

function topicOf(log: EventLog): string | null {
  const topic = log.topics[0]?.toLowerCase() ?? "";
  return /^0x[0-9a-f]{64}$/.test(topic) ? topic : null;
}

function decodeAs(log: EventLog, candidate: ResolvedEvent): DecodedEvent {
  const { signature, name, anonymous } = candidate;
  const event = { topic0: anonymous ? null : topicOf(log), signature, name, args: [] };
  if (signature === null) return event;
  const topics = anonymous ? log.topics : log.topics.slice(1);
  const isGuessed = topics.length > 0 && !candidate.inputs.some((input) => input.indexed);
  const assumed = isGuessed ? { assumption: assumption(topics.length) } : {};
  try {
    return {
      ...event,
      args: decodeFields(fieldsOf(candidate, topics.length, isGuessed), topics, log.data),
      ...assumed,
    };
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof AbiTypeError)) throw error;
    return { ...event, error: error.message.replace("The calldata is", "The log's data is"), ...assumed };
  }
}

function assumption(count: number): string {
  const first = count === 1 ? "the first parameter is" : `the first ${count} parameters are`;
  return `It is not known which parameters are indexed: ${first} taken to be.`;
}

function fieldsOf(candidate: ResolvedEvent, topics: number, isGuessed: boolean): Field[] {
  const byTopics = compiled.get(candidate) ?? [];
  const known = byTopics[topics];
  if (known) return known;
  const fields = candidate.inputs.map((input, index) => {
    const isTopic = isGuessed ? index < topics : input.indexed;
    return { input, type: compileType(input), isTopic };
  });
  byTopics[topics] = fields;
  compiled.set(candidate, byTopics);
  return fields;
}

function decodeFields(fields: readonly Field[], topics: readonly string[], data: string): DecodedArgument[] {
  const unindexed = fields.filter((field) => !field.isTopic).map((field) => field.type);
  const fromData = decodeParameters(unindexed, digitsOf(data))[Symbol.iterator]();
  const fromTopics = topics[Symbol.iterator]();
  return fields.map((field): DecodedArgument => {
    if (field.isTopic) return topicArgument(field, fromTopics.next().value ?? "");
    const { value, truncated } = fromData.next().value ?? { value: "", truncated: true };
    const argument = { name: field.input.name || null, type: canonicalType(field.input), value };
    return truncated ? { ...argument, truncated: true } : argument;
  });
}

/** A value of a type larger than a word is there as the keccak-256 of its encoding only (Solidity, "Events"). */
function topicArgument({ input, type }: Field, topic: string): DecodedArgument {
  const digits = digitsOf(topic);
  if (digits.length !== 64) throw new DecodeError("A topic of the log is not 32 bytes.");
  const name = input.name || null;
  const written = canonicalType(input);
  if (type.dynamic || type.kind === "array" || type.kind === "tuple") {
    return { name, type: `${written} (indexed hash)`, value: `0x${digits}` };
  }
  return { name, type: written, value: decodeParameters([type], digits)[0]?.value ?? `0x${digits}` };
}

function digitsOf(hex: string): string {
  const digits = hex.slice(2).toLowerCase();
  if (!/^0x/i.test(hex) || digits.length % 2 === 1 || /[^0-9a-f]/.test(digits)) {
    throw new DecodeError("The log's data is not whole bytes.");
  }
  return digits;
}
