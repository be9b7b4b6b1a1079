import type { ChannelType } from "~/domain/channels/channel";
import type { Severity } from "~/domain/shared-schemas";

/** A function or event that a rule could watch. */
export interface RuleSuggestion {
  trigger: "call" | "event";
  /** What goes into the form: a signature, with its parameters' names where the condition needs them. */
  text: string;
  /** A name for the rule; null when there is no better one than the function's own. */
  title: string | null;
  /** What it is usually worth; null when nothing is known of it. */
  severity: Severity | null;
  category: string;
  why: string | null;
  /** Without it the rule would fire for what is harmless; null: every call or event. */
  condition: string | null;
}

/** What of a contract the form needs. */
export interface ContractChoices {
  id: string;
  name: string;
  /** Its functions and events as far as a condition's check needs them; null when it has no ABI. */
  abi: unknown[] | null;
  suggestions: RuleSuggestion[];
}

/** What the rule's form offers to choose from. */
export interface RuleFormChoices {
  entries: { id: string; name: string; network: string; tags: string[] }[];
  tags: string[];
  /** The saved address lists. */
  lists: { name: string; size: number }[];
  networks: string[];
  channels: { id: string; name: string; type: ChannelType; enabled: boolean }[];
  policies: { id: string; name: string; enabled: boolean }[];
  /** That may keep it quiet. */
  rules: { id: string; name: string; severity: Severity }[];
  templates: RuleSuggestion[];
  /** The chosen contract's. */
  contract: ContractChoices | null;
}
