import type { FieldError } from "~/domain/errors";
import type { KnownObject } from "../known-objects";
import { PARTS } from "../parts";
import type { ConfigurationKind } from "../plan";
import { uniqueKeys } from "../unique-keys";

/** An object of the file with where it stands, what it is called, and the one that is there under that name. */
export interface Matched<Entry, Known> {
  entry: Entry;
  pointer: string;
  key: string;
  known: Known | null;
}

/** Pairs the objects of a file with those that are there, by what they are called. */
export function matchObjects<Entry, Known extends KnownObject<unknown>>(
  kind: ConfigurationKind,
  entries: readonly Entry[],
  options: { known: readonly Known[]; nameOf: (entry: Entry) => string; isUnique?: boolean },
): { matched: Matched<Entry, Known>[]; rest: Known[]; errors: FieldError[] } {
  const { known, nameOf, isUnique = false } = options;
  const byKey = new Map(known.map((object) => [object.key, object]));
  const all = uniqueKeys(entries, nameOf).map(({ key, item }, index) => ({
    ...{ entry: item, pointer: `/${PARTS[kind]}/${index}`, key },
    known: byKey.get(key) ?? null,
  }));
  const keys = new Set(all.map(({ key }) => key));
  const rest = known.filter(({ key }) => !keys.has(key));
  return isUnique ? { rest, ...withoutRepeated(all, nameOf) } : { rest, matched: all, errors: [] };
}

/** Where names are unique, a second object of the same name is an error, and nothing is done with it. */
function withoutRepeated<Entry, Known>(all: readonly Matched<Entry, Known>[], nameOf: (entry: Entry) => string) {
  const first = new Map<string, string>();
  const errors: FieldError[] = [];
  const matched = all.filter(({ entry, pointer }) => {
    const name = nameOf(entry);
    const before = first.get(name);
    if (before === undefined) first.set(name, pointer);
    else errors.push({ pointer, detail: `is the same as ${before}: ${name}`, code: "duplicate" });
    return before === undefined;
  });
  return { matched, errors };
}
