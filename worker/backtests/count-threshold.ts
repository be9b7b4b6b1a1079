import type { RuleThreshold } from "~/domain/rules/rule-threshold";

/** When the matches of a group came that have not reached the threshold yet, ms; by group, the last met last. */
export type Hits = Record<string, number[]>;

/** Groups that are counted at once; of an attacker's made-up senders the last ones. */
const MAX_GROUPS = 1_000;

/**
 * Counts a match. Whether it is the `count`th of its group within the window: the group counts anew then, as the live
 * control does once it has alerted.
 */
export function countThreshold(
  hits: Hits,
  { count, windowSeconds, groupBy }: RuleThreshold,
  { atMs, from, target }: { atMs: number; from: string; target: string | null },
): boolean {
  const group = groupBy === "rule" ? "" : groupBy === "sender" ? from : (target ?? "");
  const times = (hits[group] ?? []).filter((before) => before > atMs - windowSeconds * 1_000);
  times.push(atMs);
  delete hits[group];
  if (times.length >= count) return true;
  hits[group] = times;
  const groups = Object.keys(hits);
  if (groups.length > MAX_GROUPS && groups[0] !== undefined) delete hits[groups[0]];
  return false;
}
