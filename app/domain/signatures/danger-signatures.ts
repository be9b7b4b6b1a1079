import type { DangerSignature } from "./danger-signature";
import rows from "./danger-signatures.json";

/**
 * The built-in table, in the order of its source, as `generate-danger-signatures.ts` writes it. A test holds it
 * against its schema, its source and recomputed selectors, so that nothing has to be checked at every start.
 */
export const DANGER_SIGNATURES = rows as readonly DangerSignature[];

const bySelector = new Map(DANGER_SIGNATURES.map((row) => [row.selector, row]));
const byName = new Map<string, DangerSignature[]>();
for (const row of DANGER_SIGNATURES) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);

/** The row of a selector; selectors are unique in the table. */
export function findDangerSignature(selector: string): DangerSignature | undefined {
  return bySelector.get(selector);
}

/** Every overload of a name. */
export function findDangerSignaturesByName(name: string): readonly DangerSignature[] {
  return byName.get(name) ?? [];
}

/** Every name in the table, each once. */
export function dangerNames(): IterableIterator<string> {
  return byName.keys();
}
