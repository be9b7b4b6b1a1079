import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { parseParameters } from "./parse-parameters";
import { SignatureError } from "./signature-error";
import { SignatureTokens } from "./signature-tokens";

/** A function as somebody wrote it, with its types made canonical. */
export interface ParsedSignature {
  name: string;
  inputs: FunctionInput[];
}

const IDENTIFIER = /^[A-Za-z_$]/;

/**
 * Reads a full signature as people write it: `transfer(address,uint256)`, `function transfer(address to, uint amount)
 * external returns (bool)`, tuples as `(…)` or `tuple(…)`.
 *
 * @throws {SignatureError} with the place of the fault.
 */
export function parseSignature(text: string): ParsedSignature {
  const reader = new SignatureTokens(text);
  if (reader.peek().text === "function") reader.next();
  const name = reader.next();
  if (!IDENTIFIER.test(name.text)) {
    throw new SignatureError("invalid_signature", "A signature begins with the function's name.", name);
  }
  reader.expect("(", "after the function's name");
  const { inputs } = parseParameters(reader);
  parseRest(reader);
  return { name: name.text, inputs };
}

/** What Solidity allows after the parameters: nothing of it is part of the signature. */
function parseRest(reader: SignatureTokens): void {
  while (IDENTIFIER.test(reader.peek().text)) {
    const word = reader.next();
    if (word.text !== "returns") continue;
    reader.expect("(", "after “returns”");
    parseParameters(reader);
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
