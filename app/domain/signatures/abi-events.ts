import { canonicalTypes } from "~/domain/transactions/canonical-type";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import { type AbiItem, type AbiParameter, parseAbi } from "./parse-abi";
import { topicOfSignature } from "./topic-of-signature";

/** The events of one ABI, found by name or by topic. Anonymous ones have no topic of their own: by name only. */
export interface AbiEvents {
  named(name: string): readonly ResolvedEvent[];
  withTopic(topic0: string): readonly ResolvedEvent[];
  names(): Iterable<string>;
}

/** The index, or why the ABI cannot be read, in a sentence. */
export type AbiEventsResult = { ok: true; events: AbiEvents } | { ok: false; detail: string };

/** By the ABI object itself: many rules share one entry's ABI. */
const cache = new WeakMap<object, AbiEventsResult>();

/** Indexes the events of an ABI. Topics are hashed when first asked for: a large ABI takes tens of ms otherwise. */
export function abiEvents(abi: unknown): AbiEventsResult {
  const key = typeof abi === "object" ? abi : null;
  const known = key && cache.get(key);
  if (known) return known;
  const parsed = parseAbi(abi);
  const result: AbiEventsResult = parsed.ok ? { ok: true, events: indexEvents(parsed.abi) } : parsed;
  if (key) cache.set(key, result);
  return result;
}

function indexEvents(abi: readonly AbiItem[]): AbiEvents {
  const itemsByName = new Map<string, AbiItem[]>();
  for (const item of abi) {
    if (item.type === "event") itemsByName.set(item.name, [...(itemsByName.get(item.name) ?? []), item]);
  }
  const resolvedByName = new Map<string, ResolvedEvent[]>();
  let byTopic: Map<string, ResolvedEvent[]> | null = null;

  function named(name: string): readonly ResolvedEvent[] {
    const known = resolvedByName.get(name);
    if (known) return known;
    const resolved = distinct((itemsByName.get(name) ?? []).map(resolve));
    if (resolved.length > 0) resolvedByName.set(name, resolved);
    return resolved;
  }

  function withTopic(topic0: string): readonly ResolvedEvent[] {
    if (!byTopic) {
      byTopic = new Map();
      for (const event of [...itemsByName.keys()].flatMap(named)) {
        if (event.topic0 !== null) byTopic.set(event.topic0, [...(byTopic.get(event.topic0) ?? []), event]);
      }
    }
    return byTopic.get(topic0) ?? [];
  }

  return { named, withTopic, names: () => itemsByName.keys() };
}

/** The same signature with other parameters indexed is another event: ERC-20 and ERC-721 have both a `Transfer`. */
function distinct(events: ResolvedEvent[]): ResolvedEvent[] {
  const keyOf = ({ signature, anonymous, inputs }: ResolvedEvent) =>
    [signature, anonymous, ...inputs.map((input) => input.indexed)].join();
  return [...new Map(events.map((event) => [keyOf(event), event])).values()];
}

function resolve({ name, inputs, anonymous = false }: AbiItem): ResolvedEvent {
  const signature = `${name}(${canonicalTypes(inputs)})`;
  const topic0 = anonymous ? null : topicOfSignature(signature);
  return { topic0, signature, name, inputs: inputs.map(toEventInput), anonymous };
}

function toEventInput({ name, type, components, indexed = false }: AbiParameter) {
  return { name, type, ...(components ? { components } : {}), indexed };
}
