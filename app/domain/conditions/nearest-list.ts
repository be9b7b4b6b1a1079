import { nearest } from "~/domain/signatures/nearest";

const MAX_SHOWN = 10;

/** That there is no such address list, and which one may be meant. */
export function nearestList(name: string, lists: ReadonlySet<string>): string {
  const near = nearest(name, lists);
  if (near !== null) return `There is no address list @${name}. Did you mean @${near}?`;
  if (lists.size === 0) return `There is no address list @${name}: none is saved yet.`;
  const shown = [...lists].slice(0, MAX_SHOWN).map((each) => `@${each}`);
  return `There is no address list @${name}; there are ${shown.join(", ")}${lists.size > MAX_SHOWN ? ", …" : ""}.`;
}
