import type { ConditionNode, Span } from "./condition-ast";
import type { ConditionError, ConditionErrorCode } from "./condition-error";
import { Unknown } from "./condition-value";
import type { ResolvedName, TypedNode } from "./typed-node";

/** What names mean to the check of a condition. */
export interface NameScope {
  /**
   * The anchor checks nothing when a condition is saved. Where its cases are replayed, what is merely pointless or
   * misspelt is let through: the meaning of what is accepted is the same.
   */
  isLenient: boolean;
  /** Names of the saved address lists. */
  lists: ReadonlySet<string>;
  find(name: string): ResolvedName | null;
  findPosition(index: number): ResolvedName | null;
  /** What `tx.` or `contract.` offers; null when the name is a parameter's or no such group. */
  findGroup(name: string): ReadonlyMap<string, ResolvedName> | null;
  /** Why there is no such name, in a sentence, with what would be right. */
  explainMissing(name: string): string;
  explainMissingPosition(index: number): string;
  explainMissingMember(group: string, name: string): string;
}

/** One check of one condition. */
export interface CheckContext {
  scope: NameScope;
  errors: ConditionError[];
  /** Gives any expression its type: for what stands in brackets. */
  check(node: ConditionNode): TypedNode;
}

const REFUSED = new Unknown("the condition has an error here");

/** Notes an error; what is returned fits everywhere, so that the rest can be checked too. */
export function report(
  context: CheckContext,
  code: ConditionErrorCode,
  detail: string,
  node: ConditionNode,
  span: Span = node,
): TypedNode {
  context.errors.push({ code, detail, position: { start: span.start, end: span.end } });
  return { type: { kind: "any" }, node, kind: "variable", source: { kind: "absent", unknown: REFUSED } };
}
