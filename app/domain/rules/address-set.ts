const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** A rule's addresses as a set; made once for each list, which thousands of rules may share. */
export function addressSet(addresses: readonly string[]): ReadonlySet<string> {
  const known = sets.get(addresses);
  if (known) return known;
  const made = new Set(addresses);
  sets.set(addresses, made);
  return made;
}
