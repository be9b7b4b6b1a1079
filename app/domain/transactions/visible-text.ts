/** Control, format (zero-width, bidirectional, tags), surrogate, private-use, unassigned and line-separator characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
/** Marks that stack on one letter without limit ("zalgo"). */
const MARK = /\p{M}/u;
const MAX_MARKS_IN_A_ROW = 2;

/**
 * Text from outside (names, decoded strings) made inert and honest for one line: white space becomes one space, what
 * the eye cannot see is written out (U+202E becomes `⟨U+202E⟩`), and more than `max` characters end in `…`. Nothing
 * here is escaped for HTML or Markdown: whoever renders does that.
 *
 * @param max characters of the result, the ellipsis included.
 */
export function visibleText(text: string, max: number): string {
  const parts: string[] = [];
  let length = 0;
  let marks = 0;
  const limit = max * 8;
  for (const character of text
    .slice(0, limit)
    .trim()
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029 ]+/g, " ")) {
    marks = MARK.test(character) ? marks + 1 : 0;
    if (marks > MAX_MARKS_IN_A_ROW) continue;
    const part = UNSEEN.test(character) ? `⟨U+${codePoint(character)}⟩` : character;
    parts.push(part);
    length += part.length;
    if (length > max) return cut(parts, length, max);
  }
  return text.length > limit ? cut(parts, length, max) : parts.join("");
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** Drops whole parts from the end, so that neither a written-out character nor a surrogate pair is broken. */
function cut(parts: string[], length: number, max: number): string {
  let left = length;
  while (left > max - 1 && parts.length > 0) left -= parts.pop()?.length ?? 0;
  return `${parts.join("").trimEnd()}…`;
}
