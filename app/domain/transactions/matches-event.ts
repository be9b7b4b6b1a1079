import type { EventLog } from "./event-log";
import type { ResolvedEvent } from "./resolved-event";

/**
 * Whether a log may be of an event: its first topic is the event's, and it has as many further topics as the event has
 * indexed parameters. An event without any indexed parameter stands for every layout of its signature: older contracts
 * and hand-written ABIs often differ in what is indexed, and a missed log is worse than a guessed one. An anonymous
 * event has no topic of its own: any log with as many topics as it has indexed parameters may be of it.
 */
export function matchesEvent(log: EventLog, event: ResolvedEvent): boolean {
  let indexed = 0;
  for (const input of event.inputs) if (input.indexed) indexed += 1;
  if (event.anonymous) return log.topics.length === indexed;
  if (event.topic0 === null || log.topics[0] !== event.topic0) return false;
  const given = log.topics.length - 1;
  if (given === indexed || event.signature === null) return true;
  return indexed === 0 && given <= event.inputs.length;
}
