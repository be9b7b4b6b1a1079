import { checkRuleLook } from "~/domain/rules/check-rule-look";
import { completeRuleLook, type RuleLook } from "~/domain/rules/rule-look";
import { resolveEvent } from "~/domain/signatures/resolve-event";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { FunctionInput } from "~/domain/transactions/resolved-function";

/** What a condition says while it is written. */
export interface ConditionAnswer {
  /** The condition that was asked. */
  text: string;
  /** Null: it fits, or nothing can be said yet. */
  error: { detail: string; position: { start: number; end: number } } | null;
  fits: boolean;
  /** Why nothing can be said yet. */
  waitsFor: string | null;
  /** What it may name besides the transaction itself, such as `newOwner address`. */
  parameters: string[];
}

interface Surroundings {
  abi: unknown[] | null;
  lists: ReadonlySet<string>;
}

/** Checks the condition in the rule's form as the server does when the rule is saved. */
export function checkRuleForm(form: FormData, { abi, lists }: Surroundings): ConditionAnswer {
  const text = fieldOf(form, "condition");
  const look = lookOf(form);
  const named = parametersOf(look, abi);
  const answer = { text, error: null, fits: false, waitsFor: null, parameters: named ?? [] };
  if (text.trim() === "") return answer;
  if (named === null) {
    const what = look.trigger === "event" ? "event" : "function";
    return { ...answer, waitsFor: `It is checked once the ${what} above is known.` };
  }
  const errors = checkRuleLook(look, { isWholeNetwork: false, abi, lists });
  const [error] = errors.filter(({ pointer }) => pointer === "/condition");
  if (error?.position === undefined) return { ...answer, fits: error === undefined };
  return { ...answer, error: { detail: error.detail, position: error.position } };
}

function lookOf(form: FormData): RuleLook {
  const trigger = fieldOf(form, "trigger") as RuleLook["trigger"];
  const text = (name: string) => fieldOf(form, name) || null;
  return completeRuleLook(
    {
      trigger,
      signature: trigger === "call" ? text("signature") : null,
      event: trigger === "event" ? text("event") : null,
      condition: text("condition"),
      ...(trigger === "event" ? {} : { stage: fieldOf(form, "stage") as RuleLook["stage"] }),
    },
    null,
  );
}

/** The text as the author sees it: forms put CR LF into their data. */
function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

/** Null when the function or event is not known yet. */
function parametersOf({ trigger, signature, event }: RuleLook, abi: unknown): string[] | null {
  if (trigger === "call" && signature !== null) {
    const found = resolveSignature({ signature, abi });
    return found.ok ? named(found.functions.flatMap(({ inputs }) => inputs)) : null;
  }
  if (trigger !== "event") return [];
  const found = event === null ? null : resolveEvent({ event, abi });
  return found?.ok ? named(found.events.flatMap(({ inputs }) => inputs)) : null;
}

function named(inputs: readonly FunctionInput[]): string[] {
  return [...new Set(inputs.filter(({ name }) => name !== "").map(({ name, type }) => `${name} (${type})`))];
}
