import type { Severity } from "~/domain/shared-schemas";
import type { Silence } from "~/domain/silences/silence";

/** How long from now on, minutes; `until` goes by the end that is given. */
export const SILENCE_SPANS = [
  { value: "60", label: "1 hour" },
  { value: "240", label: "4 hours" },
  { value: "1440", label: "24 hours" },
  { value: "10080", label: "7 days" },
  { value: "until", label: "Until…" },
] as const;

/** The silence form's fields as the browser sends them. Times are UTC, `2026-01-15T08:30`. */
export interface SilenceFields {
  ruleId?: string | undefined;
  watchlistId?: string | undefined;
  tag?: string | undefined;
  severity?: string | undefined;
  network?: string | undefined;
  reason?: string | undefined;
  span?: string | undefined;
  startsAt?: string | undefined;
  endsAt?: string | undefined;
}

/** What the silence's form offers to choose from. */
export interface SilenceChoices {
  rules: { id: string; name: string; severity: Severity }[];
  entries: { id: string; name: string; network: string }[];
  tags: string[];
  networks: string[];
}

/** What the form of a silence begins with. */
export function silenceFieldsOf({ matchers, reason, startsAt, endsAt, state }: Silence): SilenceFields {
  const times = { span: "until", endsAt: endsAt.slice(0, 16) };
  // The start of one that has begun can't be changed any more.
  return { ...matchers, reason, ...times, ...(state === "pending" ? { startsAt: startsAt.slice(0, 16) } : {}) };
}
