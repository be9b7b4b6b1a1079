import type { TimelineEvent } from "~/domain/alerts/timeline-event";

/** Why nobody was told of an alert, and the alert that was told instead. */
export interface QuietReason {
  /** A sentence without its full stop. */
  words: string;
  coveredBy: string | null;
}

const WORDS: Record<string, string> = {
  cooldown: "the rule is cooling down, and an earlier alert of it was told",
  uncertain: "one that could not be evaluated has been told already",
};

/** What the timeline says of why nobody was told; null when it says nothing. */
export function quietReason(timeline: readonly TimelineEvent[]): QuietReason | null {
  // What was silenced or put off on a channel is said with its delivery.
  const event = timeline.find(({ kind, data }) => kind === "not_notified" && data.kind === undefined);
  if (event === undefined) return null;
  const { reason, coveredBy } = event.data;
  const words = WORDS[String(reason)] ?? "the rule was quiet";
  return { words, coveredBy: typeof coveredBy === "string" ? coveredBy : null };
}
