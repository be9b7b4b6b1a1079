import { isDeepStrictEqual } from "node:util";

import type { PlannedChange } from "../plan";

type Fields = NonNullable<PlannedChange["fields"]>;

/** Longer values are told by their size: a plan is read by people. */
const MAX_SHOWN_CHARACTERS = 2_000;

/** The fields whose values differ, as a plan shows them. The order of an object's own fields does not count. */
export function changedFields<Value extends object>(before: Value, after: Value): Fields {
  const entries = Object.entries(after).filter(
    ([field, value]) => !isDeepStrictEqual(plain(before[field as keyof Value]), plain(value)),
  );
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      { before: shown(before[field as keyof Value] ?? null), after: shown(value ?? null) },
    ]),
  );
}

/** As JSON has it: without what is undefined, without classes. */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function shown(value: unknown): unknown {
  if (JSON.stringify(value).length <= MAX_SHOWN_CHARACTERS) return value;
  if (Array.isArray(value)) return `${value.length.toLocaleString("en")} items`;
  return typeof value === "string" ? `${value.slice(0, MAX_SHOWN_CHARACTERS)}…` : "a long value";
}
