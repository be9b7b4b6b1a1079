import { checkCondition } from "~/domain/conditions/check-condition";
import type { FieldError } from "~/domain/errors";
import { resolveEvent } from "~/domain/signatures/resolve-event";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import { isOfChangedCode, isOfMinedOnly, type RuleLook } from "./rule-look";

/** What a rule is checked against. */
export interface RuleSurroundings {
  /** Its scope is every address of a network. */
  isWholeNetwork: boolean;
  /** What signatures and events are read with; null for none. */
  abi: unknown;
  /** Names of the saved address lists. */
  lists: ReadonlySet<string>;
}

type Resolved = { functions: ResolvedFunction[]; events: ResolvedEvent[] } | { error: FieldError };

/**
 * Everything that is wrong with what a rule looks at, each with its field and, inside a text, its place; nothing when it
 * can match something. Pure: the form asks it in the browser too.
 */
export function checkRuleLook(look: RuleLook, surroundings: RuleSurroundings): FieldError[] {
  const errors = combinationErrors(look, surroundings);
  const resolved = resolve(look, surroundings.abi);
  if ("error" in resolved) return [...errors, resolved.error];
  return look.condition === null ? errors : [...errors, ...conditionErrors(look, resolved, surroundings)];
}

/** Fields that do not go together. */
function combinationErrors(look: RuleLook, { isWholeNetwork }: RuleSurroundings): FieldError[] {
  const { trigger, side, stage, signature, event, condition } = look;
  const errors: FieldError[] = [];
  const add = (pointer: string, code: string, detail: string) => errors.push({ pointer, detail, code });
  if (signature !== null && event !== null) {
    add("/event", "signature_and_event", "a rule looks at calls or at events: give a signature or an event, not both");
  } else if (event !== null && trigger !== "event") {
    add("/event", "not_applicable", "only a rule with the trigger “event” has an event");
  } else if (signature !== null && trigger !== "call") {
    add("/signature", "not_applicable", "only a rule with the trigger “call” has a signature");
  }
  if (stage === "pending" && isOfMinedOnly(trigger)) {
    const what = trigger === "event" ? "events are known" : "such a change is known";
    add("/stage", "stage_not_possible", `${what} only once a transaction is mined: the stage must be “confirmed”`);
  }
  if (side !== "target" && trigger !== "call") {
    add("/side", "not_applicable", "only a rule with the trigger “call” can look at the sender's side");
  }
  if (condition !== null && isOfChangedCode(trigger)) {
    const detail = "there is no transaction to ask: the change is noticed by looking at the contract itself";
    add("/condition", "not_applicable", detail);
  }
  if (!isWholeNetwork) return errors;
  if (trigger === "mention") {
    add("/network", "scope_too_wide", "a mention needs addresses to look for: watch a contract, a tag or a list");
  }
  if (trigger === "call" && signature === null && condition === null) {
    const detail = "is required for any call of a whole network: without it every transaction there would match";
    add("/condition", "required", detail);
  }
  return errors;
}

/** The functions or events that the rule may meet. */
function resolve({ trigger, signature, event }: RuleLook, abi: unknown): Resolved {
  const none = { functions: [], events: [] };
  if (trigger === "event" && event === null) {
    const detail = "is required: an event's name, its full signature, or its first topic";
    return { error: { pointer: "/event", detail, code: "required" } };
  }
  if (trigger === "event" && event !== null) {
    const found = resolveEvent({ event, abi });
    return found.ok ? { ...none, events: found.events } : { error: errorAt("/event", found) };
  }
  if (trigger !== "call" || signature === null) return none;
  const found = resolveSignature({ signature, abi });
  return found.ok ? { ...none, functions: found.functions } : { error: errorAt("/signature", found) };
}

function conditionErrors(
  { condition, stage }: RuleLook,
  { functions, events }: Exclude<Resolved, { error: FieldError }>,
  { lists }: RuleSurroundings,
): FieldError[] {
  if (condition === null) return [];
  const checked = checkCondition(condition, { functions, events, stage, lists });
  return checked.ok ? [] : checked.errors.map((error) => errorAt("/condition", error));
}

interface Placed {
  code: string;
  detail: string;
  position?: { start: number; end: number };
}

function errorAt(pointer: string, { code, detail, position }: Placed): FieldError {
  return { pointer, detail, code, ...(position === undefined ? {} : { position }) };
}
