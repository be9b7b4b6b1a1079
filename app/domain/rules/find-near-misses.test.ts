import fc from "fast-check";
import { expect, test } from "vitest";

import type { Explanation } from "~/domain/alerts/explanation";
import { allOf, oneOf } from "./explanation-nodes";
import { findNearMisses } from "./find-near-misses";

const leaf = (label: string, result: boolean | null): Explanation => ({ kind: "comparison", label, result });
const not = (child: Explanation): Explanation => ({
  kind: "not",
  label: "not",
  result: child.result === null ? null : !child.result,
  children: [child],
});

function marks({ nearMiss, label, children = [] }: Explanation): string[] {
  return [...(nearMiss ? [label] : []), ...children.flatMap(marks)];
}

test("the one comparison that failed is marked, however deep it is", () => {
  const tree = allOf("all", [
    leaf("a", true),
    oneOf("any", [leaf("b", false), allOf("c", [leaf("d", false), leaf("e", false)])]),
  ]);
  expect(marks(findNearMisses(tree))).toEqual(["b"]);
  expect(marks(findNearMisses(allOf("all", [leaf("a", true), not(leaf("b", true))])))).toEqual(["b"]);
});

test("nothing is marked when several would do, when none alone would, or when it matched", () => {
  expect(marks(findNearMisses(oneOf("any", [leaf("a", false), leaf("b", false)])))).toEqual([]);
  expect(marks(findNearMisses(allOf("all", [leaf("a", false), leaf("b", false)])))).toEqual([]);
  expect(marks(findNearMisses(allOf("all", [leaf("a", true), leaf("b", null)])))).toEqual([]);
});

test("turning exactly the marked comparison makes any tree match, and no other does", () => {
  const leaves = fc.constantFrom<boolean | null>(true, false, null);
  const { tree } = fc.letrec<{ tree: Shape }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaves.map((result): Shape => ({ kind: "leaf", result })),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        of: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      }),
      tie("tree").map((of): Shape => ({ kind: "not", of: [of] })),
    ),
  }));
  fc.assert(
    fc.property(tree, (shape) => {
      const count = countLeaves(shape);
      const built = build(shape, -1);
      const turning = Array.from({ length: count }, (_, at) => at).filter((at) => build(shape, at).result !== false);
      const expected = built.result === false && turning.length === 1 ? [`leaf ${turning[0]}`] : [];
      expect(marks(findNearMisses(built))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

type Shape = { kind: "leaf"; result: boolean | null } | { kind: "and" | "or" | "not"; of: Shape[] };

function countLeaves(shape: Shape): number {
  return shape.kind === "leaf" ? 1 : shape.of.reduce((sum, each) => sum + countLeaves(each), 0);
}

/** The tree with one leaf turned over: an unknown one stays, for it has no opposite. */
function build(shape: Shape, turned: number, counter = { next: 0 }): Explanation {
  if (shape.kind === "leaf") {
    const at = counter.next++;
    return leaf(`leaf ${at}`, at === turned && shape.result !== null ? !shape.result : shape.result);
  }
  const children = shape.of.map((each) => build(each, turned, counter));
  if (shape.kind === "and") return allOf("and", children);
  return shape.kind === "or" ? oneOf("or", children) : not(children[0] ?? leaf("none", null));
}
