import type { Hours } from "~/domain/channels/channel-options";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The days of the week with the numbers they have (ISO 8601). */
export const WEEKDAYS: readonly { value: string; label: string }[] = DAYS.map((label, index) => ({
  value: String(index + 1),
  label,
}));

/** Hours in words: `20:00–08:00 Europe/Berlin, Mon, Tue`. */
export function hoursWords({ from, to, timezone, days }: Hours): string {
  const when = from === to ? "all day" : `${from}–${to}`;
  const on = days === undefined || days.length === 7 ? "" : `, ${days.map((day) => DAYS[day - 1]).join(", ")}`;
  return `${when} ${timezone}${on}`;
}
