import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";

import { HostileText } from "~/components/hostile-text";
import { SEVERITY_LOOKS } from "~/components/severity-looks";
import type { ContractChoices, RuleSuggestion } from "./rule-form-choices";

interface Props {
  trigger: RuleSuggestion["trigger"];
  templates: readonly RuleSuggestion[];
  contract: ContractChoices | null;
  onTake: (suggestion: RuleSuggestion) => void;
}

const MAX_FOUND = 40;

/** Functions or events to choose from: the contract's own, then the well-known dangerous ones by what is at risk. */
export function RuleSuggestions({ trigger, templates, contract, onTake }: Props) {
  const [search, setSearch] = useState("");
  const what = trigger === "call" ? "functions" : "events";
  const known = useMemo(() => templates.filter((one) => one.trigger === trigger), [templates, trigger]);
  const own = useMemo(() => contract?.suggestions.filter((one) => one.trigger === trigger) ?? [], [contract, trigger]);
  const groups = useMemo(() => groupByCategory(known), [known]);
  const words = search.trim().toLowerCase();
  const found = words === "" ? [] : find([...own, ...known], words);
  return (
    <div className="rounded border border-line">
      <div className="border-b border-line p-2">
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.preventDefault();
          }}
          aria-label={`Search well-known ${what}`}
          placeholder={`Search ${known.length} well-known dangerous ${what}`}
          className="control"
        />
      </div>
      <div className="max-h-80 overflow-y-auto">
        {words === "" ? (
          <>
            {contract === null ? null : <Group title={`In ${contract.name}`} suggestions={own} onTake={onTake} open />}
            {groups.map(({ category, suggestions }) => (
              <Group key={category} title={category} suggestions={suggestions} onTake={onTake} />
            ))}
          </>
        ) : (
          <Suggestions suggestions={found} onTake={onTake} />
        )}
        {words !== "" && found.length === 0 ? (
          <p className="px-3 py-4 text-sm text-muted">Not among the well-known ones: write its full signature above.</p>
        ) : null}
      </div>
    </div>
  );
}

interface GroupProps {
  title: string;
  suggestions: readonly RuleSuggestion[];
  onTake: (suggestion: RuleSuggestion) => void;
  open?: boolean;
}

function Group({ title, suggestions, onTake, open = false }: GroupProps) {
  return (
    <details className="group border-b border-line last:border-b-0" open={open}>
      <summary className="flex min-h-row items-center gap-2 px-3 text-sm font-medium hover:bg-ink/4">
        <ChevronRight size={14} aria-hidden className="text-faint transition-transform group-open:rotate-90" />
        <span className="first-letter:uppercase">
          <HostileText text={title} max={60} />
        </span>
        <span className="tabular ml-auto text-xs font-normal text-faint">{suggestions.length}</span>
      </summary>
      {suggestions.length === 0 ? (
        <p className="px-3 pb-3 pl-9 text-sm text-faint">None are known: add its ABI to see them here.</p>
      ) : (
        <Suggestions suggestions={suggestions} onTake={onTake} />
      )}
    </details>
  );
}

function Suggestions({ suggestions, onTake }: Pick<GroupProps, "suggestions" | "onTake">) {
  return (
    <ul className="pb-1">
      {suggestions.map((suggestion) => {
        const { category, text, title, condition, why, severity } = suggestion;
        return (
          <li key={`${category}${text}${title}${condition}`}>
            <button
              type="button"
              onClick={() => onTake(suggestion)}
              className="flex w-full items-start gap-2.5 px-3 py-1.5 text-left hover:bg-accent/10"
            >
              <SuggestionIcon severity={severity} />
              <span className="min-w-0">
                <code className="block font-mono text-xs [overflow-wrap:anywhere]">
                  <HostileText text={text} max={160} />
                </code>
                {condition === null ? null : (
                  <code className="block font-mono text-xs text-muted [overflow-wrap:anywhere]">if {condition}</code>
                )}
                {why === null ? null : <span className="block text-xs text-faint">{why}</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function SuggestionIcon({ severity }: { severity: RuleSuggestion["severity"] }) {
  if (severity === null) return <span className="w-3.5 shrink-0" />;
  const { icon: Icon, text, label } = SEVERITY_LOOKS[severity];
  return <Icon size={14} aria-label={label} className={`mt-0.5 shrink-0 ${text}`} />;
}

function groupByCategory(templates: readonly RuleSuggestion[]) {
  const byCategory = new Map<string, RuleSuggestion[]>();
  for (const template of templates) {
    byCategory.set(template.category, [...(byCategory.get(template.category) ?? []), template]);
  }
  return [...byCategory].map(([category, suggestions]) => ({ category, suggestions }));
}

function find(suggestions: readonly RuleSuggestion[], words: string): RuleSuggestion[] {
  const distinct = new Map(suggestions.toReversed().map((one) => [`${one.text} ${one.condition}`, one]));
  return [...distinct.values()]
    .filter(({ text, title, why }) => `${text} ${title ?? ""} ${why ?? ""}`.toLowerCase().includes(words))
    .toReversed()
    .slice(0, MAX_FOUND);
}
