import type { TimelineEvent } from "~/domain/alerts/timeline-event";

/** Channels that were not told for one reason, one after the other, are one line: `data.channelNames`. */
export function foldQuietEvents(events: readonly TimelineEvent[]): TimelineEvent[] {
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
  if (one.kind !== "not_notified" || other.kind !== "not_notified" || one.data.kind === undefined) return false;
  return ["kind", "silenceId", "ruleId", "until"].every((field) => one.data[field] === other.data[field]);
}

function namesOf({ data }: TimelineEvent): string[] {
  const names = data.channelNames ?? [data.channelName];
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
