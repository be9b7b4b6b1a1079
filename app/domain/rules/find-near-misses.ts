import type { Explanation } from "~/domain/alerts/explanation";

/**
 * Marks what alone kept a rule from matching: the one comparison which, had it said the opposite, would have made the
 * whole not false. When there are several such comparisons, or none, the tree comes back as it was. An unknown result
 * matches (it is shown to be safe), so nothing kept that from matching.
 */
export function findNearMisses(explanation: Explanation): Explanation {
  if (explanation.result !== false) return explanation;
  const [only, second] = turning(explanation, false);
  return only === undefined || second !== undefined ? explanation : marked(explanation, only);
}

/** The leaves each of which alone, turned over, makes the node something else than it is now: true or false. */
function turning(node: Explanation, result: boolean): Explanation[] {
  if (node.result !== result) return [];
  const { kind, children = [] } = node;
  if (kind !== "and" && kind !== "or" && kind !== "not") return [node];
  if (kind === "not") return children.flatMap((child) => turning(child, !result));
  // Any one part that fails makes an `and` false, any one that holds an `or` true: then all of those must turn.
  const isDecidedByOne = (kind === "and") === (result === false);
  if (!isDecidedByOne) return children.flatMap((child) => turning(child, result));
  const deciding = children.filter((child) => child.result === result);
  const [only] = deciding;
  return only !== undefined && deciding.length === 1 ? turning(only, result) : [];
}

/** A copy in which that very node is marked. */
function marked(node: Explanation, leaf: Explanation): Explanation {
  if (node === leaf) return { ...node, nearMiss: true };
  const { children } = node;
  return children === undefined ? node : { ...node, children: children.map((child) => marked(child, leaf)) };
}
