import { Lexer } from "yaml";

/** Deeper than any configuration. */
const MAX_DEPTH = 100;

/**
 * Whether a YAML text opens more brackets inside of each other, or begins more lists in one line, than anything of ours.
 * Asked before it is parsed: the parser's time grows with the square of the depth, minutes for a few megabytes of `[`.
 */
export function isDeepYaml(text: string): boolean {
  let brackets = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets -= 1;
    else if (token === "-" || token === "?") indicators += 1;
    else if (token === "\n" || token === "\r\n") indicators = 0;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) return true;
  }
  return false;
}
