import type { CompiledRule } from "~/domain/rules/compiled-rule";
import type { RuleTrigger } from "~/domain/rules/rule-trigger";
import type { RuleIndex } from "./rule-index";

/** The triggers of code that changes behind an address, which no transaction shows by itself. */
export type ChangeTrigger = Extract<RuleTrigger, "implementation_changed" | "delegation_changed">;

/** The rules that wait for such a change of an address (lower case). */
export function rulesOfChange(
  index: RuleIndex,
  networkId: string,
  trigger: ChangeTrigger,
  address: string,
): readonly CompiledRule[] {
  const all = index.networks.get(networkId)?.codeChanges.get(address) ?? [];
  return all.filter((rule) => rule.trigger === trigger);
}
