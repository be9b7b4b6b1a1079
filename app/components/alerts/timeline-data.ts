import type { TimelineEvent } from "~/domain/alerts/timeline-event";

type Data = TimelineEvent["data"];

/** A text of an event's data; null when it has none. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** An object of an event's data; empty when it has none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Texts of an event's data. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : [];
}

/** The channel that an event is about, by the name that it had then. */
export function channelOf(data: Data): string {
  const names = textsOf(data.channelNames);
  return names.length > 0 ? inWords(names) : (textOf(data.channelName) ?? "a channel since removed");
}

/** “one”, “one and two”, “one, two and three”. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
