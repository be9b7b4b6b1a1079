import { DANGER_SIGNATURES } from "~/domain/signatures/danger-signatures";
import type { RuleTemplate } from "./rule-template";

/** The built-in templates, in the order of the table they come from. */
export function listRuleTemplates(): RuleTemplate[] {
  return DANGER_SIGNATURES.map(({ name, signature, selector, severity, category, why, source }) => ({
    name,
    signature,
    selector,
    severity,
    category,
    description: why,
    source,
  }));
}
