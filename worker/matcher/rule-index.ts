import type { RejectedRule } from "~/domain/rules/compile-rule";
import type { NetworkRules } from "./network-rules";

/** An immutable snapshot of every rule, arranged so that a transaction meets only rules of its own addresses and calls. */
export interface RuleIndex {
  /** Rules in it, the rejected ones not counted. */
  readonly size: number;
  readonly networks: ReadonlyMap<string, NetworkRules>;
  readonly rejected: readonly RejectedRule[];
}
