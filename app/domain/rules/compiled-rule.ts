import type { CompiledCondition } from "~/domain/conditions/compiled-condition";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { RuleSource } from "./rule-source";

/** A rule ready to match. */
export interface CompiledRule extends Omit<RuleSource, "abi" | "addresses"> {
  /** Lower case, each once; null: every address of the network. */
  addresses: readonly string[] | null;
  /** At least one for a rule of calls with a signature; empty for any call, and for the other triggers. */
  functions: readonly ResolvedFunction[];
  /** At least one for a rule of events. */
  events: readonly ResolvedEvent[];
  /** Null: none. */
  compiledCondition: CompiledCondition | null;
}
