/** What of an entry says how its calls and logs are read. */
export interface EntryAbis {
  abi?: unknown;
  /** [{name, abi}] */
  abis?: unknown;
}

/**
 * The entry's own ABI and its further ones as one, each item once, the own first; null when it has none. The same object
 * as `abi` when there is no other: what is indexed of an ABI is kept by the object.
 */
export function unionAbi({ abi, abis }: EntryAbis): unknown[] | null {
  const own = Array.isArray(abi) ? abi : null;
  const others = furtherAbis(abis).flatMap(({ abi: items }) => items);
  if (others.length === 0) return own;
  const distinct = new Map<string, unknown>();
  for (const item of [...(own ?? []), ...others]) {
    const key = JSON.stringify(item);
    if (!distinct.has(key)) distinct.set(key, item);
  }
  return [...distinct.values()];
}

/** An entry's further ABIs as they are stored. */
export function furtherAbis(abis: unknown): { name: string; abi: unknown[] }[] {
  if (!Array.isArray(abis)) return [];
  return abis.filter(
    (one): one is { name: string; abi: unknown[] } =>
      typeof one === "object" && one !== null && "abi" in one && Array.isArray(one.abi) && "name" in one,
  );
}
