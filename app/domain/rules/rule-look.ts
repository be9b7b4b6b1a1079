import type { Stage } from "~/domain/shared-schemas";
import type { RuleSide, RuleTrigger } from "./rule-trigger";

/** What a rule looks at, and how: everything that its check hangs on besides its scope. */
export interface RuleLook {
  trigger: RuleTrigger;
  side: RuleSide;
  stage: Stage;
  signature: string | null;
  event: string | null;
  condition: string | null;
}

/** The same as somebody gave it: what is undefined was not named, null takes a value away. */
export type RuleLookInput = {
  [Field in "signature" | "event" | "condition"]?: string | null | undefined;
} & { [Field in "trigger" | "side" | "stage"]?: RuleLook[Field] | undefined };

/** Whether such a rule can only look at what is in a block. */
export function isOfMinedOnly(trigger: RuleTrigger): boolean {
  return trigger === "event" || isOfChangedCode(trigger);
}

/** Whether such a rule looks at a contract, not at a transaction. */
export function isOfChangedCode(trigger: RuleTrigger): boolean {
  return trigger === "implementation_changed" || trigger === "delegation_changed";
}

/**
 * Completes what was given by what it implies, then by what the rule was before. Naming an event makes a rule of events
 * (of mined transactions), naming a signature one of calls, and each replaces the other. What only the old trigger had
 * goes with it.
 */
export function completeRuleLook(input: RuleLookInput, before: RuleLook | null): RuleLook {
  const trigger = input.trigger ?? impliedTrigger(input, before);
  const kept = before?.trigger === trigger ? before : null;
  const { signature = kept?.signature ?? null, event = kept?.event ?? null } = input;
  const { condition = isOfChangedCode(trigger) ? null : (before?.condition ?? null) } = input;
  const stage = isOfMinedOnly(trigger) ? "confirmed" : (before?.stage ?? "pending");
  return {
    trigger,
    side: input.side ?? kept?.side ?? "target",
    stage: input.stage ?? stage,
    signature,
    event,
    condition,
  };
}

function impliedTrigger({ signature, event }: RuleLookInput, before: RuleLook | null): RuleTrigger {
  if (event !== undefined && event !== null) return "event";
  if (signature !== undefined && signature !== null) return "call";
  if (event === null && before?.trigger === "event") return "call";
  return before?.trigger ?? "call";
}
