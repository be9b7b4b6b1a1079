import { span } from "~/components/format/relative-time";

/** A lead time: `0.4 s`, `12 s`, `4 min`; a dash when there is none. */
export function leadWords(leadMs: number | null): string {
  if (leadMs === null) return "–";
  return leadMs < 10_000 ? `${(leadMs / 1000).toFixed(1)} s` : span(leadMs / 1000);
}
