import type { ArithmeticOperator, CompareOperator, ConditionNode, ListNode } from "./condition-ast";
import { type ConditionErrorCode, ConditionSyntaxError } from "./condition-error";
import { parseOperand } from "./parse-operand";
import { describe, TokenReader } from "./token-reader";

/** A condition's tree, or what is wrong with its text and where. */
export type ParsedCondition =
  | { ok: true; ast: ConditionNode }
  | { ok: false; error: { code: ConditionErrorCode; detail: string; start: number; end: number } };

/** The longest text, in bytes of UTF-8. */
const MAX_BYTES = 4096;
const MAX_LIST_ITEMS = 1_000;
/** Operands of one sum or product without brackets: its tree is as high as that. */
const MAX_CHAIN = 128;

const OPERATORS = new Set<string>([
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "contains",
  "starts_with",
  "ends_with",
  "matches",
]);
const utf8 = new TextEncoder();

/**
 * Reads a condition's text. Never throws; takes time linear in the text. Nothing is resolved: whether its names exist
 * and its types fit is for `checkCondition`.
 */
export function parseCondition(text: string): ParsedCondition {
  if (text.length > MAX_BYTES || utf8.encode(text).length > MAX_BYTES) {
    const detail = `A condition has at most ${MAX_BYTES.toLocaleString("en")} bytes; an address list (@name) is shorter.`;
    return { ok: false, error: { code: "too_long", detail, start: 0, end: text.length } };
  }
  try {
    const reader = new TokenReader(text);
    if (reader.peek().kind === "end") reader.fail("A condition says something, such as: value > 100 ether.");
    const ast = parseOr(reader);
    const rest = reader.peek();
    if (rest.kind !== "end") reader.fail(`${describe(rest)} is not expected here. Conditions are joined by AND or OR.`);
    return { ok: true, ast };
  } catch (error) {
    if (!(error instanceof ConditionSyntaxError)) throw error;
    return { ok: false, error: { code: error.code, detail: error.message, ...error.span } };
  }
}

function parseOr(reader: TokenReader): ConditionNode {
  return parseJoined(reader, "or", "||", parseAnd);
}

function parseAnd(reader: TokenReader): ConditionNode {
  return parseJoined(reader, "and", "&&", parseNot);
}

function parseJoined(
  reader: TokenReader,
  kind: "or" | "and",
  symbol: string,
  parseItem: (reader: TokenReader) => ConditionNode,
): ConditionNode {
  const first = parseItem(reader);
  if (!reader.is(kind) && !reader.is(symbol)) return first;
  const items = [first];
  while (reader.take(kind) || reader.take(symbol)) items.push(parseItem(reader));
  return { kind, items, start: first.start, end: reader.end };
}

function parseNot(reader: TokenReader): ConditionNode {
  const { start } = reader.peek();
  if (!reader.take("not") && !reader.take("!")) return parseComparison(reader);
  const item = reader.nested(() => parseNot(reader));
  return { kind: "not", item, start, end: reader.end };
}

function parseComparison(reader: TokenReader): ConditionNode {
  const left = parseSum(reader);
  const span = () => ({ start: left.start, end: reader.end });
  const op = takeOperator(reader);
  if (op !== null) {
    const right = parseRight(reader);
    return { kind: "compare", op, left, right, ...span() };
  }
  const negated = reader.is("not") && reader.is("in", 1);
  if (negated) reader.next();
  if (reader.take("in")) {
    const list = parseList(reader);
    return { kind: "in", negated, item: left, list, ...span() };
  }
  if (reader.take("between")) {
    const low = parseSum(reader);
    reader.expect("and", "after the lower bound of “between”");
    const high = parseSum(reader);
    return { kind: "between", item: left, low, high, ...span() };
  }
  return left;
}

function takeOperator(reader: TokenReader): CompareOperator | null {
  const token = reader.peek();
  const text = token.text.toLowerCase();
  if ((token.kind !== "symbol" && token.kind !== "name") || !OPERATORS.has(text)) return null;
  reader.next();
  return text as CompareOperator;
}

/** The right side of a comparison, where an unquoted text may stand. */
function parseRight(reader: TokenReader): ConditionNode {
  const word = reader.takeWord();
  return word ? { kind: "word", text: word.text, start: word.start, end: word.end } : parseSum(reader);
}

function parseList(reader: TokenReader): ListNode {
  const { start } = reader.peek();
  if (reader.take("@")) {
    const token = reader.takeWord() ?? reader.next();
    if (token.kind !== "name" && token.kind !== "odd") {
      reader.fail("The name of an address list follows @, such as @treasury.", token);
    }
    return { kind: "savedList", name: token.text, start, end: token.end };
  }
  reader.expect("[", "after “in”: a list such as [1, 2], or a saved one such as @treasury");
  const items = reader.nested(() => parseItems(reader));
  return { kind: "list", items, start, end: reader.end };
}

function parseItems(reader: TokenReader): ConditionNode[] {
  const items: ConditionNode[] = [];
  if (reader.take("]")) return items;
  do {
    if (items.length === MAX_LIST_ITEMS) {
      const detail = `A list has at most ${MAX_LIST_ITEMS.toLocaleString("en")} items here; save it as an address list.`;
      reader.fail(detail, reader.peek(), "list_too_long");
    }
    items.push(parseRight(reader));
  } while (reader.take(","));
  reader.expect("]", "at the end of the list");
  return items;
}

function parseSum(reader: TokenReader): ConditionNode {
  return parseChain(reader, ["+", "-"], (inner) => parseChain(inner, ["*", "/", "%"], parseUnary));
}

function parseChain(
  reader: TokenReader,
  operators: readonly ArithmeticOperator[],
  parseItem: (reader: TokenReader) => ConditionNode,
): ConditionNode {
  let left = parseItem(reader);
  for (let length = 1; ; length += 1) {
    const op = operators.find((each) => reader.is(each));
    if (op === undefined) return left;
    if (length >= MAX_CHAIN) reader.fail(`A sum has at most ${MAX_CHAIN} parts.`, reader.peek(), "too_deep");
    reader.next();
    const right = parseItem(reader);
    left = { kind: "arithmetic", op, left, right, start: left.start, end: reader.end };
  }
}

function parseUnary(reader: TokenReader): ConditionNode {
  const { start } = reader.peek();
  if (reader.is("+") && reader.peek(1).kind === "number") reader.next();
  if (!reader.take("-")) return parseOperand(reader, parseOr);
  const item = reader.nested(() => parseUnary(reader));
  return { kind: "negate", item, start, end: reader.end };
}
