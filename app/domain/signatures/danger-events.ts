import { canonicalTypes } from "~/domain/transactions/canonical-type";
import type { DangerEvent, DangerEventRow } from "./danger-event";
import rows from "./danger-events.json";
import { parseEventSignature } from "./parse-event-signature";

/**
 * The built-in events, grouped as the functions are. A test holds them against their schema and recomputed topics, so
 * that nothing has to be checked at every start.
 */
export const DANGER_EVENTS: readonly DangerEvent[] = (rows as DangerEventRow[]).map((row) => {
  const { name, inputs } = parseEventSignature(row.event);
  return { ...row, name, inputs, signature: `${name}(${canonicalTypes(inputs)})`, anonymous: false };
});

const byTopic = new Map<string, DangerEvent[]>();
const byName = new Map<string, DangerEvent[]>();
for (const event of DANGER_EVENTS) {
  byTopic.set(event.topic0, [...(byTopic.get(event.topic0) ?? []), event]);
  byName.set(event.name, [...(byName.get(event.name) ?? []), event]);
}

/** The first row of a topic; a topic may have several, see `findDangerEvents`. */
export function findDangerEvent(topic0: string): DangerEvent | undefined {
  return byTopic.get(topic0)?.[0];
}

/** Every row of a topic: ERC-20 and ERC-721 share that of `Transfer` and index other parameters. */
export function findDangerEvents(topic0: string): readonly DangerEvent[] {
  return byTopic.get(topic0) ?? [];
}

/** Every overload and layout of a name. */
export function findDangerEventsByName(name: string): readonly DangerEvent[] {
  return byName.get(name) ?? [];
}

/** Every name in the table, each once. */
export function dangerEventNames(): IterableIterator<string> {
  return byName.keys();
}
