import { RE2JS } from "re2js";
import type { Answer } from "./compare-values";
import { Unknown } from "./condition-value";

/** Steps of the automaton times characters: some 50 ms for the worst of patterns. */
const MAX_WORK = 2_000_000;
/** A longer program would be unknown for every text that is worth a look. */
const MAX_PROGRAM = 2_000;

const TOO_LONG = new Unknown("the text is too long for this pattern");

/** Asks whether a text matches. */
export type Matches = (text: string) => Answer;

/**
 * Compiles a pattern of RE2 syntax: anchored nowhere, case-sensitive, linear in the text. The pattern's size is a factor
 * of that time, so a long text is unknown to a large pattern: who writes the text must not be able to stall us.
 *
 * @throws {Error} when it is no RE2 syntax or is too large; the message says why.
 */
export function compilePattern(pattern: string): Matches {
  const compiled = RE2JS.compile(pattern);
  const size = compiled.programSize();
  if (size > MAX_PROGRAM) throw new Error("it is too large: repeat less");
  return (text) => (text.length * size > MAX_WORK ? TOO_LONG : compiled.matcher(text).find());
}
