import type { Explanation } from "~/domain/alerts/explanation";

/** A node that holds when all of its parts do; unknown when none fails but one is unknown. */
export function allOf(label: string, children: Explanation[]): Explanation {
  return { kind: "and", label, result: every(children.map(({ result }) => result)), children };
}

/** A node that holds when one of its parts does; unknown when none does but one is unknown. */
export function oneOf(label: string, children: Explanation[]): Explanation {
  return { kind: "or", label, result: some(children.map(({ result }) => result)), children };
}

function every(results: readonly (boolean | null)[]): boolean | null {
  if (results.includes(false)) return false;
  return results.includes(null) ? null : true;
}

function some(results: readonly (boolean | null)[]): boolean | null {
  if (results.includes(true)) return true;
  return results.includes(null) ? null : false;
}
