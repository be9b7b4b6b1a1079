const NAMES = /@\s*([a-z][a-z0-9_]*)/gi;

/**
 * Names of the saved lists that a condition may mean by `@name`. What stands in quotes counts too: of two errors, it is
 * the harmless one.
 */
export function savedListsIn(condition: string | null): string[] {
  if (condition === null) return [];
  return [...new Set([...condition.matchAll(NAMES)].map(([, name = ""]) => name.toLowerCase()))];
}
