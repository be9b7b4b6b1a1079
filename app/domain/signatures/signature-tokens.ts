import { SignatureError } from "./signature-error";

const TOKEN = /\s*([A-Za-z_$][\w$]*|[()[\],;]|\d+|$|.)/suy;

/** A word, number or sign of the text; offsets count from its start. */
export interface Token {
  text: string;
  start: number;
  end: number;
}

/** The tokens of a signature, one after the other. */
export class SignatureTokens {
  readonly #text: string;
  #at = 0;
  #peeked: Token | null = null;
  /** Where the last token taken ends. */
  end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token, left where it is; its text is empty at the end. */
  peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#peeked = null;
    this.end = token.end;
    return token;
  }

  /**
   * Takes the next token, which has to be `text`.
   *
   * @throws {SignatureError} when it is another.
   */
  expect(text: string, where: string): Token {
    const token = this.next();
    if (token.text === text) return token;
    const found = token.text === "" ? "the text ends" : `there is “${token.text}”`;
    throw new SignatureError("invalid_signature", `Expected “${text}” ${where}, but ${found}.`, token);
  }

  #read(): Token {
    TOKEN.lastIndex = this.#at;
    const text = TOKEN.exec(this.#text)?.[1] ?? "";
    this.#at = TOKEN.lastIndex;
    // The end has no character of its own: point at the last one, so that there is something to underline.
    if (text === "") return { text, start: Math.max(0, this.#text.length - 1), end: this.#text.length };
    return { text, start: this.#at - text.length, end: this.#at };
  }
}
