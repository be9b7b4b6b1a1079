import type { RuleSource } from "~/domain/rules/rule-source";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";

/** A rule ready to match. */
export interface CompiledRule extends Omit<RuleSource, "abi" | "addresses" | "addressNames"> {
  /** Lower case; null: every address of the network. */
  addresses: readonly string[] | null;
  addressNames: Readonly<Record<string, string>> | undefined;
  functions: readonly ResolvedFunction[];
}

/** A rule that a transaction matches, with those of its functions that have the transaction's selector. */
export interface MatchedRule {
  rule: CompiledRule;
  functions: readonly ResolvedFunction[];
}

/** A rule that cannot be watched, and why in a sentence. */
export interface RejectedRule {
  id: string;
  detail: string;
}

/** Selector → rules. */
export type RulesBySelector = ReadonlyMap<string, readonly MatchedRule[]>;

/** One network's part of the index. */
export interface NetworkRules {
  /** Lower-case address → selector → rules. */
  byAddress: ReadonlyMap<string, RulesBySelector>;
  /** Rules that watch every address of the network. */
  everywhere: RulesBySelector;
}

/** An immutable snapshot of every rule, arranged so that a transaction meets only rules of its own address and selector. */
export interface RuleIndex {
  /** Rules in it, the rejected ones not counted. */
  size: number;
  networks: ReadonlyMap<string, NetworkRules>;
  rejected: readonly RejectedRule[];
}
