import type { Span } from "./condition-ast";
import { ConditionSyntaxError } from "./condition-error";

/**
 * A piece of a condition's text. `text` is as written, for a quoted one its content; `odd` begins like a number and is
 * none (`123abc`): an unquoted text at most.
 */
export interface Token extends Span {
  kind: "name" | "number" | "hex" | "odd" | "text" | "position" | "symbol" | "end";
  text: string;
}

const SPACE = /\s+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_$]*/y;
/** `0x` alone is no bytes at all. */
const HEX = /0[xX][0-9a-fA-F]*/y;
const NUMBER = /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE]\d+)?/y;
const INTEGER = /\d+/y;
const POSITION = /\$\d+/y;
const SYMBOL = /==|!=|>=|<=|&&|\|\||[><!()[\],.+\-*/%@]/y;
const UNIT_AFTER = /(?:wei|gwei|ether|bps|seconds|minutes|hours|days)(?![A-Za-z0-9_$])/iy;
const WORD_REST = /[A-Za-z0-9_]*/y;

/**
 * Cuts a condition's text into tokens, the last of kind `end`. Takes time linear in the text.
 *
 * @throws {ConditionSyntaxError} at a character that begins nothing, or a text that is not closed.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  for (;;) {
    at += match(SPACE)?.length ?? 0;
    if (at >= text.length) break;
    const token = next(text, at, match, tokens.at(-1));
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return tokens;
}

type Match = (pattern: RegExp) => string | null;

function next(text: string, start: number, match: Match, previous: Token | undefined): Token {
  const quote = text[start];
  if (quote === "'" || quote === '"') return quoted(text, start, quote);
  const make = (kind: Token["kind"], found: string): Token => ({ kind, text: found, start, end: start + found.length });
  const name = match(NAME);
  if (name !== null) return make("name", name);
  // After a dot only a position can stand: `x.0.1` is not `x` and the number 0.1.
  const isKey = previous?.kind === "symbol" && previous.text === "." && previous.end === start;
  const number = match(HEX) ?? match(isKey ? INTEGER : NUMBER);
  if (number !== null) return numeric(text, start, number);
  const position = match(POSITION);
  if (position !== null) return make("position", position);
  const symbol = match(SYMBOL);
  if (symbol !== null) return make("symbol", symbol);
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new ConditionSyntaxError("syntax", unexpected(character), { start, end: start + character.length });
}

function numeric(text: string, start: number, number: string): Token {
  const end = start + number.length;
  UNIT_AFTER.lastIndex = end;
  WORD_REST.lastIndex = end;
  const rest = UNIT_AFTER.test(text) ? "" : (WORD_REST.exec(text)?.[0] ?? "");
  if (rest !== "") return { kind: "odd", text: number + rest, start, end: end + rest.length };
  return { kind: /^0x/i.test(number) ? "hex" : "number", text: number, start, end };
}

/** Inside quotes `\'`, `\"`, `\\` and `\n` are escapes; any other backslash is one, as in `'\d+'`. */
function quoted(text: string, start: number, quote: string): Token {
  let content = "";
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === quote) return { kind: "text", text: content, start, end: at + 1 };
    const escaped = character === "\\" ? text[at + 1] : undefined;
    if (escaped === "'" || escaped === '"' || escaped === "\\" || escaped === "n") {
      content += escaped === "n" ? "\n" : escaped;
      at += 1;
    } else {
      content += character;
    }
  }
  throw new ConditionSyntaxError("syntax", "This quoted text is not closed.", { start, end: text.length });
}

function unexpected(character: string): string {
  if (character === "=") return "A comparison for equality is written ==.";
  if (character === "&") return "“And” is written AND or &&.";
  if (character === "|") return "“Or” is written OR or ||.";
  if (character === "$") return "A position is written $0, $1, and so on.";
  if (character === "’" || character === "‘" || character === "“" || character === "”") {
    return "Text stands between straight quotes: ' or \".";
  }
  return `${character} means nothing here.`;
}
