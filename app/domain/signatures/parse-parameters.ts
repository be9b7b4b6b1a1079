import { AbiTypeError, compileType, MAX_TYPE_DEPTH } from "~/domain/transactions/abi-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { nearest } from "./nearest";
import { SignatureError } from "./signature-error";
import type { SignatureTokens, Token } from "./signature-tokens";

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
const WORDS_BEFORE_A_NAME = new Set(["calldata", "memory", "storage", "payable", "indexed"]);
const IDENTIFIER = /^[A-Za-z_$]/;

/** Parameters as they are written; `indexed` has the word of each that is marked so, at its place. */
export interface ParsedParameters {
  inputs: FunctionInput[];
  indexed: (Token | null)[];
}

/**
 * Reads parameters up to and including the closing bracket; the opening one is taken already.
 *
 * @throws {SignatureError} with the place of the fault.
 */
export function parseParameters(reader: SignatureTokens, depth = 0): ParsedParameters {
  const parsed: ParsedParameters = { inputs: [], indexed: [] };
  if (reader.peek().text === ")") {
    reader.next();
    return parsed;
  }
  for (;;) {
    const { input, indexed } = parseParameter(reader, depth);
    parsed.inputs.push(input);
    parsed.indexed.push(indexed);
    if (reader.peek().text !== ",") break;
    reader.next();
  }
  reader.expect(")", "or “,” after a parameter");
  return parsed;
}

function parseParameter(reader: SignatureTokens, depth: number): { input: FunctionInput; indexed: Token | null } {
  const first = reader.next();
  if (depth > MAX_TYPE_DEPTH) {
    throw new SignatureError("invalid_signature", `Tuples are nested more than ${MAX_TYPE_DEPTH} deep.`, first);
  }
  let input: FunctionInput;
  if (first.text === "(" || (first.text === "tuple" && reader.peek().text === "(")) {
    if (first.text === "tuple") reader.next();
    input = { name: "", type: "tuple", components: parseParameters(reader, depth + 1).inputs };
  } else if (IDENTIFIER.test(first.text)) {
    input = { name: "", type: ALIASES[first.text] ?? first.text };
  } else {
    const detail = first.text === "" ? "The parameter list is not closed: “)” is missing." : "A type is missing here.";
    throw new SignatureError("invalid_signature", detail, first);
  }
  parseArrays(reader, input);
  checkType(input, { text: first.text, start: first.start, end: reader.end });
  return { input, indexed: parseName(reader, input) };
}

function parseArrays(reader: SignatureTokens, input: FunctionInput): void {
  while (reader.peek().text === "[") {
    reader.next();
    const size = /^\d{1,9}$/.test(reader.peek().text) ? reader.next().text : "";
    reader.expect("]", "to close an array");
    input.type += size === "" ? "[]" : `[${Number(size)}]`;
  }
}

/** The parameter's name, after the words that may stand before it; gives back the word `indexed`. */
function parseName(reader: SignatureTokens, input: FunctionInput): Token | null {
  let indexed: Token | null = null;
  while (WORDS_BEFORE_A_NAME.has(reader.peek().text)) {
    const word = reader.next();
    if (word.text === "indexed") indexed = word;
  }
  if (IDENTIFIER.test(reader.peek().text)) input.name = reader.next().text;
  return indexed;
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
