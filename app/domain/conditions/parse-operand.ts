import type { ConditionFunction, ConditionNode, Unit } from "./condition-ast";
import { describe, type TokenReader } from "./token-reader";
import type { Token } from "./tokenize";

type ParseExpression = (reader: TokenReader) => ConditionNode;

const FUNCTIONS = new Set<string>(["length", "lower", "abs", "min", "max", "selector"]);
const UNITS = new Set<string>(["wei", "gwei", "ether", "bps", "seconds", "minutes", "hours", "days"]);
/** Steps of one path such as `a.b[0].c`: no ABI type is nested deeper. */
const MAX_STEPS = 64;

/**
 * Reads a literal, or a name, position, call or bracket with the steps into it.
 *
 * @param parseExpression reads what stands in brackets.
 * @throws {ConditionSyntaxError} when nothing of the kind stands there.
 */
export function parseOperand(reader: TokenReader, parseExpression: ParseExpression): ConditionNode {
  const literal = parseLiteral(reader);
  if (literal && !reader.is(".") && !reader.is("[")) return literal;
  let node = literal ? toNumericName(reader, literal) : parseBase(reader, parseExpression);
  for (let steps = 0; reader.is("[") || reader.is("."); steps += 1) {
    if (steps === MAX_STEPS) reader.fail(`A path has at most ${MAX_STEPS} steps.`, reader.peek(), "too_deep");
    node = parseStep(reader, node);
  }
  return node;
}

/** Unnamed parameters of the anchor are called `0`, `1`: `0[1]` and `0.field` are parts of one. */
function toNumericName(reader: TokenReader, node: ConditionNode): ConditionNode {
  if (node.kind !== "number" || node.unit !== null || !/^\d+$/.test(node.raw)) {
    return reader.fail("A written value has no parts.");
  }
  return { kind: "name", name: node.raw, start: node.start, end: node.end };
}

function parseLiteral(reader: TokenReader): ConditionNode | null {
  const token = reader.peek();
  const { start, end } = token;
  switch (token.kind) {
    case "text":
      reader.next();
      return { kind: "text", value: token.text, start, end };
    case "hex":
      reader.next();
      return { kind: "hex", raw: token.text, start, end };
    case "number":
      reader.next();
      return { kind: "number", raw: token.text, unit: takeUnit(reader), start, end: reader.end };
    case "odd":
      return reader.fail(`${describe(token)} is neither a number nor a name. Text stands in quotes.`);
    default: {
      const value = token.kind === "name" ? token.text.toLowerCase() : "";
      if (value !== "true" && value !== "false") return null;
      reader.next();
      return { kind: "boolean", value: value === "true", start, end };
    }
  }
}

function takeUnit(reader: TokenReader): Unit | null {
  const token = reader.peek();
  const unit = token.text.toLowerCase();
  if (token.kind !== "name" || !UNITS.has(unit)) return null;
  reader.next();
  return unit as Unit;
}

function parseBase(reader: TokenReader, parseExpression: ParseExpression): ConditionNode {
  const token = reader.peek();
  const { start } = token;
  if (reader.take("(")) {
    const inner = reader.nested(() => parseExpression(reader));
    reader.expect(")", "to close the bracket");
    return { ...inner, start, end: reader.end };
  }
  if (token.kind === "position") {
    reader.next();
    return { kind: "position", index: toIndex(reader, token, token.text.slice(1)), start, end: token.end };
  }
  if (token.kind !== "name" || reader.isKeyword(token)) {
    return reader.fail(`${describe(token)} stands where a name or a value is expected.`);
  }
  reader.next();
  if (!reader.is("(")) return { kind: "name", name: token.text, start, end: token.end };
  return parseCall(reader, token, parseExpression);
}

function parseCall(reader: TokenReader, name: Token, parseExpression: ParseExpression): ConditionNode {
  const fn = name.text.toLowerCase();
  if (!FUNCTIONS.has(fn)) {
    reader.fail(`There is no function ${name.text}; there are ${[...FUNCTIONS].join(", ")}.`, name, "unknown_name");
  }
  reader.expect("(", "after the function's name");
  const args = reader.nested(() => {
    const found = [parseExpression(reader)];
    while (reader.take(",")) found.push(parseExpression(reader));
    return found;
  });
  reader.expect(")", "after the function's arguments");
  return { kind: "call", fn: fn as ConditionFunction, args, start: name.start, end: reader.end };
}

function parseStep(reader: TokenReader, base: ConditionNode): ConditionNode {
  const dotted = reader.next().text === ".";
  const token = reader.next();
  const { start } = base;
  if (dotted && token.kind === "name") return { kind: "field", base, name: token.text, start, end: token.end };
  if (token.kind !== "number") {
    reader.fail(
      dotted ? "A field's name or a position follows a dot." : "A position stands in [ ], such as [0].",
      token,
    );
  }
  const index = toIndex(reader, token, token.text);
  if (!dotted) reader.expect("]", "after the position");
  return { kind: "index", base, index, dotted, start, end: reader.end };
}

function toIndex(reader: TokenReader, token: Token, digits: string): number {
  if (!/^\d{1,9}$/.test(digits)) reader.fail("A position is a whole number from 0 to 999,999,999.", token);
  return Number(digits);
}
