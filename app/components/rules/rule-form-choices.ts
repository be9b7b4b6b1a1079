import type { ChannelType } from "~/domain/channels/channel";
import type { Severity } from "~/domain/shared-schemas";

/** A function that a rule could watch. */
export interface SignatureSuggestion {
  signature: string;
  /** What it is usually worth; null when nothing is known of it. */
  severity: Severity | null;
  category: string;
  why: string | null;
}

/** What the rule's form offers to choose from. */
export interface RuleFormChoices {
  entries: { id: string; name: string; network: string; tags: string[] }[];
  tags: string[];
  networks: string[];
  channels: { id: string; name: string; type: ChannelType; enabled: boolean }[];
  templates: SignatureSuggestion[];
  /** The chosen contract's own functions. */
  contract: { name: string; functions: SignatureSuggestion[] } | null;
}
