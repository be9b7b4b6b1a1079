import { AbiTypeError, compileType, MAX_TYPE_DEPTH } from "~/domain/transactions/abi-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { nearest } from "./nearest";
import { SignatureError } from "./signature-error";

/** A function as somebody wrote it, with its types made canonical. */
export interface ParsedSignature {
  name: string;
  inputs: FunctionInput[];
}

const ELEMENTARY = [
  "address",
  "bool",
  "bytes",
  "string",
  "uint256",
  "int256",
  "bytes32",
  "uint8",
  "bytes4",
  "function",
];
const ALIASES: Record<string, string> = { uint: "uint256", int: "int256", byte: "bytes1" };
const DATA_LOCATIONS = new Set(["calldata", "memory", "storage", "payable", "indexed"]);
const TOKEN = /\s*([A-Za-z_$][\w$]*|[()[\],;]|\d+|$|.)/suy;
const IDENTIFIER = /^[A-Za-z_$]/;

/**
 * Reads a full signature as people write it: `transfer(address,uint256)`, `function transfer(address to, uint amount)
 * external returns (bool)`, tuples as `(…)` or `tuple(…)`.
 *
 * @throws {SignatureError} with the place of the fault.
 */
export function parseSignature(text: string): ParsedSignature {
  const reader = new Tokens(text);
  if (reader.peek().text === "function") reader.next();
  const name = reader.next();
  if (!IDENTIFIER.test(name.text)) {
    throw new SignatureError("invalid_signature", "A signature begins with the function's name.", name);
  }
  reader.expect("(", "after the function's name");
  const inputs = parseParameters(reader, 0);
  parseRest(reader);
  return { name: name.text, inputs };
}

interface Token {
  text: string;
  start: number;
  end: number;
}

class Tokens {
  readonly #text: string;
  #at = 0;
  #peeked: Token | null = null;
  /** Where the last token taken ends. */
  end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  next(): Token {
    const token = this.peek();
    this.#peeked = null;
    this.end = token.end;
    return token;
  }

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

/** Parameters up to and including the closing bracket. */
function parseParameters(reader: Tokens, depth: number): FunctionInput[] {
  const inputs: FunctionInput[] = [];
  if (reader.peek().text === ")") {
    reader.next();
    return inputs;
  }
  for (;;) {
    inputs.push(parseParameter(reader, depth));
    const token = reader.peek();
    if (token.text !== ",") break;
    reader.next();
  }
  reader.expect(")", "or “,” after a parameter");
  return inputs;
}

function parseParameter(reader: Tokens, depth: number): FunctionInput {
  const first = reader.next();
  if (depth > MAX_TYPE_DEPTH) {
    throw new SignatureError("invalid_signature", `Tuples are nested more than ${MAX_TYPE_DEPTH} deep.`, first);
  }
  let input: FunctionInput;
  if (first.text === "(" || (first.text === "tuple" && reader.peek().text === "(")) {
    if (first.text === "tuple") reader.next();
    input = { name: "", type: "tuple", components: parseParameters(reader, depth + 1) };
  } else if (IDENTIFIER.test(first.text)) {
    input = { name: "", type: ALIASES[first.text] ?? first.text };
  } else {
    const detail = first.text === "" ? "The parameter list is not closed: “)” is missing." : "A type is missing here.";
    throw new SignatureError("invalid_signature", detail, first);
  }
  parseArrays(reader, input);
  checkType(input, { text: first.text, start: first.start, end: reader.end });
  parseName(reader, input);
  return input;
}

function parseArrays(reader: Tokens, input: FunctionInput): void {
  while (reader.peek().text === "[") {
    reader.next();
    const size = /^\d{1,9}$/.test(reader.peek().text) ? reader.next().text : "";
    reader.expect("]", "to close an array");
    input.type += size === "" ? "[]" : `[${Number(size)}]`;
  }
}

function parseName(reader: Tokens, input: FunctionInput): void {
  while (DATA_LOCATIONS.has(reader.peek().text)) reader.next();
  if (IDENTIFIER.test(reader.peek().text)) input.name = reader.next().text;
}

function checkType(input: FunctionInput, token: Token): void {
  try {
    compileType(input);
  } catch (error) {
    if (!(error instanceof AbiTypeError)) throw error;
    throw new SignatureError("unknown_type", typeDetail(token.text, error.message), token);
  }
}

function typeDetail(written: string, message: string): string {
  if (!message.startsWith(`${written} `)) return `${message}.`;
  if (/^u?int\d+$/.test(written)) return `${written} is not a type: integers have 8 to 256 bits, in steps of 8.`;
  if (/^bytes\d+$/.test(written)) return `${written} is not a type: fixed bytes are bytes1 to bytes32.`;
  if (/^u?fixed/.test(written)) return `${written} is not used by the ABI of any compiler.`;
  const hint = nearest(written, ELEMENTARY);
  if (hint) return `${written} is not a type. Did you mean ${hint}?`;
  return `${written} is not a type of the ABI: write a contract as address, an enum as uint8, a struct as (…).`;
}

/** What Solidity allows after the parameters: nothing of it is part of the signature. */
function parseRest(reader: Tokens): void {
  while (IDENTIFIER.test(reader.peek().text)) {
    const word = reader.next();
    if (word.text !== "returns") continue;
    reader.expect("(", "after “returns”");
    parseParameters(reader, 0);
  }
  if (reader.peek().text === ";") reader.next();
  const end = reader.peek();
  if (end.text !== "") {
    throw new SignatureError(
      "invalid_signature",
      `Nothing is expected after the signature, but there is “${end.text}”.`,
      end,
    );
  }
}
