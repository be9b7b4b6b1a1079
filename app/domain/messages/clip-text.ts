import { visibleText } from "~/domain/transactions/visible-text";

/**
 * Outside text made inert for one line (`visibleText`), with a cut that says how much there was. Not escaped for any
 * vendor.
 *
 * @param max characters of the result, at least 60.
 */
export function clipText(text: string, max: number): string {
  const shown = visibleText(text, max);
  // A written-out character has at most ten characters: what was not cut reads the same with more room.
  if (text.length <= max * 8 && visibleText(text, max * 16) === shown) return shown;
  const notice = ` (cut; ${text.length.toLocaleString("en")} characters in all)`;
  return `${visibleText(text, max - notice.length)}${notice}`;
}
