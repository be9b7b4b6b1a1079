import fc from "fast-check";
import type { ConditionNode, ListNode, Unit } from "~/domain/conditions/condition-ast";

const SPAN = { start: 0, end: 0 };
const KEYWORDS = /^(and|or|not|in|between|true|false|contains|starts_with|ends_with|matches)$/i;
const UNITS = /^(wei|gwei|ether|bps|seconds|minutes|hours|days)$/i;

const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
  .filter((text) => !KEYWORDS.test(text) && !UNITS.test(text));
const raw = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 260n }).map(String),
  fc.constantFrom("1_000_000e6", "1.5", "0", "007", "1e18", "0.000001"),
);
const unit = fc.constantFrom<Unit | null>(null, "wei", "gwei", "ether", "bps", "seconds", "minutes", "hours", "days");

const literal: fc.Arbitrary<ConditionNode> = fc
  .oneof(
    fc.record({ kind: fc.constant("text" as const), value: fc.string({ unit: "binary", maxLength: 12 }) }),
    fc.record({ kind: fc.constant("boolean" as const), value: fc.boolean() }),
    fc.record({ kind: fc.constant("hex" as const), raw: fc.stringMatching(/^0x[0-9a-fA-F]{0,40}$/) }),
    fc.record({ kind: fc.constant("number" as const), raw, unit }),
  )
  .map((node) => ({ ...node, ...SPAN }));

const leaf: fc.Arbitrary<ConditionNode> = fc.oneof(
  literal,
  name.map((each): ConditionNode => ({ kind: "name", name: each, ...SPAN })),
  fc.nat(99).map((index): ConditionNode => ({ kind: "position", index, ...SPAN })),
);

const word: fc.Arbitrary<ConditionNode> = fc
  .stringMatching(/^[a-z0-9_]{1,5}(-[a-z0-9_]{1,5}){1,2}$/)
  .filter((text) => /[a-z_]/.test(text))
  .map((text) => ({ kind: "word", text, ...SPAN }));

/** Any tree that the parser can make, and no other: what is printed of it has to be read as the same again. */
export const arbitraryAst: fc.Arbitrary<ConditionNode> = fc.letrec<{ node: ConditionNode; list: ListNode }>((tie) => {
  const node = tie("node");
  const right = fc.oneof({ weight: 4, arbitrary: node }, { weight: 1, arbitrary: word });
  const of = <K extends ConditionNode["kind"]>(kind: K) => ({
    kind: fc.constant(kind),
    start: fc.constant(0),
    end: fc.constant(0),
  });
  const compareOp = fc.constantFrom(
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
  );
  const inner = fc.oneof(
    fc.record({ ...of("and"), items: fc.array(node, { minLength: 2, maxLength: 3 }) }),
    fc.record({ ...of("or"), items: fc.array(node, { minLength: 2, maxLength: 3 }) }),
    fc.record({ ...of("not"), item: node }),
    fc.record({ ...of("compare"), op: compareOp, left: node, right }),
    fc.record({ ...of("in"), negated: fc.boolean(), item: node, list: tie("list") }),
    fc.record({ ...of("between"), item: node, low: node, high: node }),
    fc.record({ ...of("arithmetic"), op: fc.constantFrom("+", "-", "*", "/", "%"), left: node, right: node }),
    fc.record({ ...of("negate"), item: node }),
    fc.record({ ...of("index"), base: node, index: fc.nat(99), dotted: fc.boolean() }),
    fc.record({ ...of("field"), base: node, name }),
    fc.record({
      ...of("call"),
      fn: fc.constantFrom("length", "lower", "abs", "min", "max", "selector"),
      args: fc.array(node, { minLength: 1, maxLength: 3 }),
    }),
  ) as fc.Arbitrary<ConditionNode>;
  return {
    node: fc.oneof({ maxDepth: 5, depthIdentifier: "node" }, leaf, inner),
    list: fc.oneof(
      fc.array(right, { maxLength: 3 }).map((items): ListNode => ({ kind: "list", items, ...SPAN })),
      name.map((each): ListNode => ({ kind: "savedList", name: each, ...SPAN })),
    ),
  };
}).node;

/** A tree without its places in the text. */
export function withoutSpans(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === "start" || key === "end" ? undefined : value)));
}
