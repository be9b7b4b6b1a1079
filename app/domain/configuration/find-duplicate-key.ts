/** A member that an object of a JSON text has twice. */
export interface DuplicateKey {
  /** JSON Pointer to it. */
  pointer: string;
  /** Where it stands the second time, in characters. */
  offset: number;
}

interface Frame {
  /** Of an object its members so far; null for a list. */
  keys: Set<string> | null;
  /** The present member or item. */
  at: string | number;
  /** A text that comes next is a member's name. */
  expectsKey: boolean;
}

/** Texts, and what opens, closes and divides; everything else is of no interest. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * Finds a member that stands twice in one object, which JSON parsers settle in ways of their own (RFC 8259, 4): what
 * somebody reviewed may not be what is read.
 *
 * @param text that is valid JSON.
 */
export function findDuplicateKey(text: string): DuplicateKey | null {
  const stack: Frame[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const top = stack.at(-1);
    if (token === "{") stack.push({ keys: new Set(), at: "", expectsKey: true });
    else if (token === "[") stack.push({ keys: null, at: 0, expectsKey: false });
    else if (token === "}" || token === "]") stack.pop();
    else if (top === undefined) continue;
    else if (token === "," && typeof top.at === "number") top.at += 1;
    else if (token === ",") top.expectsKey = true;
    else if (token.startsWith('"') && top.expectsKey && top.keys !== null) {
      const key = String(JSON.parse(token));
      top.at = key;
      top.expectsKey = false;
      if (top.keys.has(key)) return { pointer: pointerOf(stack), offset: index };
      top.keys.add(key);
    }
  }
  return null;
}

function pointerOf(stack: readonly Frame[]): string {
  return stack.map(({ at }) => `/${String(at).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
