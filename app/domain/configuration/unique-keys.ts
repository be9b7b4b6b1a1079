/**
 * Gives each item a key of its own: the first of the same name has it as it is, the next ones have `#2`, `#3`… behind
 * it. Names need not be unique, and the n-th of a name in a file means the n-th of that name that there is.
 *
 * @param baseOf what the item is called.
 */
export function uniqueKeys<T>(items: readonly T[], baseOf: (item: T) => string): { key: string; item: T }[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return items.map((item) => {
    const base = baseOf(item);
    let count = (counts.get(base) ?? 0) + 1;
    let key = count === 1 ? base : `${base}#${count}`;
    // Another's name may end in a number like that.
    while (taken.has(key)) {
      count += 1;
      key = `${base}#${count}`;
    }
    counts.set(base, count);
    taken.add(key);
    return { key, item };
  });
}
