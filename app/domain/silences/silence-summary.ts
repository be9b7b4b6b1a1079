import type { Severity } from "~/domain/shared-schemas";
import { visibleText } from "~/domain/transactions/visible-text";

/** What a silence is about, by its names. Null: not asked for. */
export interface SilenceNames {
  rule: string | null;
  contract: string | null;
  tag: string | null;
  severity: Severity | null;
  network: string | null;
}

const MAX_NAME = 80;
const quoted = (name: string) => `“${visibleText(name, MAX_NAME)}”`;

/** In words, for the middle of a sentence: `critical alerts of “Ownership renounced” on the contract “Vault”`. */
export function silenceSummary({ rule, contract, tag, severity, network }: SilenceNames): string {
  const parts = [
    severity === null ? "alerts" : `${severity} alerts`,
    rule === null ? null : `of the rule ${quoted(rule)}`,
    contract === null ? null : `on the contract ${quoted(contract)}`,
    tag === null ? null : `with the tag ${quoted(tag)}`,
    network === null ? null : `on the network ${network}`,
  ];
  return parts.filter((part) => part !== null).join(" ");
}
