import type { Span } from "./condition-ast";
import { type ConditionErrorCode, ConditionSyntaxError } from "./condition-error";
import { type Token, tokenize } from "./tokenize";

/** Nesting of brackets, NOT, minus signs, functions and lists. */
const MAX_NESTING = 32;
const RUN = /[A-Za-z0-9_][A-Za-z0-9_-]*/y;
const HEX_ONLY = /^0x[0-9a-f]*$/i;

/** Words that are never names or unquoted texts. */
const KEYWORDS = new Set([
  ...["and", "or", "not", "in", "between", "true", "false"],
  ...["contains", "starts_with", "ends_with", "matches"],
]);

/** The parser's view of the text: one token ahead, and how deep it is nested. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  /** @throws {ConditionSyntaxError} when the text is no row of tokens. */
  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] ?? { kind: "end", text: "", start: 0, end: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Where the last token that was taken ends. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  /** The next token is this symbol, or this keyword in any case. */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token.kind === "symbol") return token.text === text;
    return token.kind === "name" && KEYWORDS.has(text) && token.text.toLowerCase() === text;
  }

  take(text: string): boolean {
    const found = this.is(text);
    if (found) this.#at += 1;
    return found;
  }

  expect(text: string, where: string): Token {
    if (!this.is(text)) this.fail(`${describe(this.peek())} stands where ${text} is expected ${where}.`);
    return this.next();
  }

  isKeyword(token: Token): boolean {
    return token.kind === "name" && KEYWORDS.has(token.text.toLowerCase());
  }

  /** @throws {ConditionSyntaxError} always: at the next token unless told where. */
  fail(detail: string, span: Span = this.peek(), code: ConditionErrorCode = "syntax"): never {
    throw new ConditionSyntaxError(code, detail, span);
  }

  /** Reads something nested. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) {
      this.fail(`A condition may be nested ${MAX_NESTING} deep; this is deeper.`, this.peek(), "too_deep");
    }
    const value = read();
    this.#depth -= 1;
    return value;
  }

  /**
   * An unquoted text that is no name, such as `foo-bar` or `3crv`: letters, digits, `_` and `-` up to the end of the
   * operand. Null when something else stands here; a number, a name and hex have tokens of their own.
   */
  takeWord(): Token | null {
    const { start } = this.peek();
    RUN.lastIndex = start;
    const run = RUN.exec(this.#text)?.[0];
    if (run === undefined || !/[-_0-9]/.test(run) || !/[A-Za-z_]/.test(run) || HEX_ONLY.test(run)) return null;
    let length = 1;
    while (this.peek(length).kind !== "end" && this.peek(length).start < start + run.length) length += 1;
    // One token is a name or a number; `100ether` is a number and its unit.
    const isPlain = !run.includes("-") && this.peek().kind !== "odd";
    if (isPlain || this.peek(length - 1).end !== start + run.length || !this.#endsOperand(length)) return null;
    this.#at += length;
    return { kind: "odd", text: run, start, end: start + run.length };
  }

  #endsOperand(ahead: number): boolean {
    if (this.peek(ahead).kind === "end") return true;
    return [")", "]", ",", "and", "or", "&&", "||"].some((text) => this.is(text, ahead));
  }
}

/** A token as an error names it. */
export function describe(token: Token): string {
  if (token.kind === "end") return "The end";
  return token.kind === "text" ? "A quoted text" : `“${token.text.slice(0, 40)}”`;
}
