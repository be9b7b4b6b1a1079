import type { EventInput } from "~/domain/transactions/resolved-event";
import { parseParameters } from "./parse-parameters";
import { SignatureError } from "./signature-error";
import { SignatureTokens, type Token } from "./signature-tokens";

/** An event as somebody wrote it, with its types made canonical. */
export interface ParsedEvent {
  name: string;
  inputs: EventInput[];
  anonymous: boolean;
}

const IDENTIFIER = /^[A-Za-z_$]/;
/** A log has up to four topics; the first is the event's own unless it is anonymous (Solidity, "Events"). */
const MAX_INDEXED = 3;
const MAX_INDEXED_ANONYMOUS = 4;

/**
 * Reads a full event as people write it: `Transfer(address,address,uint256)`, `event Transfer(address indexed from,
 * address indexed to, uint value)`, and with `anonymous` at its end.
 *
 * @throws {SignatureError} with the place of the fault.
 */
export function parseEventSignature(text: string): ParsedEvent {
  const reader = new SignatureTokens(text);
  if (reader.peek().text === "event") reader.next();
  const name = reader.next();
  if (!IDENTIFIER.test(name.text)) {
    throw new SignatureError("invalid_signature", "An event begins with its name.", name);
  }
  reader.expect("(", "after the event's name");
  const { inputs, indexed } = parseParameters(reader);
  const anonymous = reader.peek().text === "anonymous";
  if (anonymous) reader.next();
  requireEnd(reader);
  requireFewIndexed(indexed, anonymous);
  return {
    name: name.text,
    inputs: inputs.map((input, index) => ({ ...input, indexed: !!indexed[index] })),
    anonymous,
  };
}

function requireEnd(reader: SignatureTokens): void {
  if (reader.peek().text === ";") reader.next();
  const end = reader.peek();
  if (end.text === "") return;
  throw new SignatureError(
    "invalid_signature",
    `Nothing is expected after the event, but there is “${end.text}”.`,
    end,
  );
}

function requireFewIndexed(words: readonly (Token | null)[], anonymous: boolean): void {
  const max = anonymous ? MAX_INDEXED_ANONYMOUS : MAX_INDEXED;
  const excess = words.filter((word) => word !== null)[max];
  if (!excess) return;
  const what = anonymous ? "An anonymous event" : "An event";
  throw new SignatureError("invalid_signature", `${what} has at most ${max} indexed parameters.`, excess);
}
