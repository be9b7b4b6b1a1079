import type { RuleSuggestion } from "~/components/rules/rule-form-choices";
import { listRuleTemplates } from "~/domain/rules/list-rule-templates";
import type { RuleTemplate } from "~/domain/rules/rule-template";
import { abiEvents } from "~/domain/signatures/abi-events";
import { abiFunctions } from "~/domain/signatures/abi-functions";

/** Functions, and events, of an ABI that are offered; more than this nobody reads through. */
const MAX_OFFERED = 150;

/** The built-in templates as the form offers them: those of functions also by the event that they make, each once. */
export function suggestFromTemplates(): RuleSuggestion[] {
  const distinct = new Map<string, RuleSuggestion>();
  for (const suggestion of listRuleTemplates().flatMap(suggestionsOf)) {
    const key = `${suggestion.trigger} ${suggestion.text} ${suggestion.condition}`;
    if (!distinct.has(key)) distinct.set(key, suggestion);
  }
  return [...distinct.values()];
}

/** The functions and events of an ABI, those that are known to be dangerous first. */
export function suggestFromAbi(abi: unknown): RuleSuggestion[] {
  const [functions, events] = [abiFunctions(abi), abiEvents(abi)];
  const dangers = new Map(listRuleTemplates().map((template) => [template.selector, template]));
  const calls = !functions.ok
    ? []
    : [...functions.functions.names()].flatMap(functions.functions.named).map(({ selector, signature }) => {
        const danger = dangers.get(selector);
        return danger === undefined
          ? plain("call", signature ?? selector)
          : (callOf(danger) ?? plain("call", selector));
      });
  const logs = !events.ok
    ? []
    : [...events.events.names()].flatMap(events.events.named).map(({ signature }) => plain("event", signature ?? ""));
  const dangerousFirst = calls.sort((one, other) => Number(one.severity === null) - Number(other.severity === null));
  return [...dangerousFirst.slice(0, MAX_OFFERED), ...logs.filter(({ text }) => text !== "").slice(0, MAX_OFFERED)];
}

function suggestionsOf(template: RuleTemplate): RuleSuggestion[] {
  const call = callOf(template);
  const { title, severity, category, description: why, event } = template;
  if (event === null) return call === null ? [] : [call];
  const condition = template.trigger === "event" ? template.condition : template.eventCondition;
  return [
    ...(call === null ? [] : [call]),
    { trigger: "event", text: event, title, severity, category, why, condition },
  ];
}

function callOf({ title, signature, declaration, severity, category, description, condition }: RuleTemplate) {
  if (signature === null) return null;
  const text = condition === null ? signature : (declaration ?? signature);
  return { trigger: "call", text, title, severity, category, why: description, condition } satisfies RuleSuggestion;
}

function plain(trigger: RuleSuggestion["trigger"], text: string): RuleSuggestion {
  return { trigger, text, title: null, severity: null, category: "other", why: null, condition: null };
}
