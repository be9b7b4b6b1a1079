import type { TimelineEvent } from "~/domain/alerts/timeline-event";

/** What must be alike for events of a kind to be one line. */
const ALIKE: Record<string, readonly string[]> = {
  not_notified: ["kind", "silenceId", "ruleId", "until"],
  notified: ["change", "purpose"],
};

/** Channels that were told the same, or not told for one reason, one after the other, are one line: `data.channelNames`. */
export function foldEvents(events: readonly TimelineEvent[]): TimelineEvent[] {
  const folded: TimelineEvent[] = [];
  for (const event of events) {
    const before = folded.at(-1);
    if (before !== undefined && isSame(before, event)) {
      const names = [...namesOf(before), ...namesOf(event)];
      folded[folded.length - 1] = { ...before, data: { ...before.data, channelNames: [...new Set(names)] } };
    } else folded.push(event);
  }
  return folded;
}

function isSame(one: TimelineEvent, other: TimelineEvent): boolean {
  const fields = ALIKE[one.kind];
  if (one.kind !== other.kind || fields === undefined) return false;
  // Without a kind it is said of the whole alert.
  if (one.kind === "not_notified" && one.data.kind === undefined) return false;
  return fields.every((field) => one.data[field] === other.data[field]);
}

function namesOf({ data }: TimelineEvent): string[] {
  const names = data.channelNames ?? [data.channelName];
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
