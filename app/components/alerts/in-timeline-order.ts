import type { TimelineEvent } from "~/domain/alerts/timeline-event";

/**
 * The events as a timeline tells them: as they come, but the sighting first. A block's time is in whole seconds and set
 * by who built it, so that it can lie before the moment its transaction was seen pending.
 */
export function inTimelineOrder(events: readonly TimelineEvent[]): TimelineEvent[] {
  return events.toSorted((one, other) => Number(other.kind === "created") - Number(one.kind === "created"));
}
