import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";

import { HostileText } from "~/components/hostile-text";
import { SEVERITY_LOOKS } from "~/components/severity-looks";
import type { RuleFormChoices, SignatureSuggestion } from "./rule-form-choices";

interface Props {
  templates: SignatureSuggestion[];
  contract: RuleFormChoices["contract"];
  onTake: (suggestion: SignatureSuggestion) => void;
}

const MAX_FOUND = 40;

/** Functions to choose from: the contract's own, then the well-known dangerous ones by what they put at risk. */
export function SignatureSuggestions({ templates, contract, onTake }: Props) {
  const [search, setSearch] = useState("");
  const groups = useMemo(() => groupByCategory(templates), [templates]);
  const words = search.trim().toLowerCase();
  const found = words === "" ? [] : find([...(contract?.functions ?? []), ...templates], words);
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
          aria-label="Search well-known functions"
          placeholder={`Search ${templates.length} well-known dangerous functions`}
          className="control"
        />
      </div>
      <div className="max-h-80 overflow-y-auto">
        {words === "" ? (
          <>
            {contract === null ? null : (
              <Group title={`In ${contract.name}`} suggestions={contract.functions} onTake={onTake} open />
            )}
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
  suggestions: SignatureSuggestion[];
  onTake: (suggestion: SignatureSuggestion) => void;
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
        <p className="px-3 pb-3 pl-9 text-sm text-faint">It has no ABI: add one to see its functions here.</p>
      ) : (
        <Suggestions suggestions={suggestions} onTake={onTake} />
      )}
    </details>
  );
}

function Suggestions({ suggestions, onTake }: Pick<GroupProps, "suggestions" | "onTake">) {
  return (
    <ul className="pb-1">
      {suggestions.map((suggestion) => (
        <li key={`${suggestion.category}${suggestion.signature}`}>
          <button
            type="button"
            onClick={() => onTake(suggestion)}
            className="flex w-full items-start gap-2.5 px-3 py-1.5 text-left hover:bg-accent/10"
          >
            <SuggestionIcon severity={suggestion.severity} />
            <span className="min-w-0">
              <code className="block font-mono text-xs [overflow-wrap:anywhere]">
                <HostileText text={suggestion.signature} max={160} />
              </code>
              {suggestion.why === null ? null : <span className="block text-xs text-faint">{suggestion.why}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function SuggestionIcon({ severity }: { severity: SignatureSuggestion["severity"] }) {
  if (severity === null) return <span className="w-3.5 shrink-0" />;
  const { icon: Icon, text, label } = SEVERITY_LOOKS[severity];
  return <Icon size={14} aria-label={label} className={`mt-0.5 shrink-0 ${text}`} />;
}

function groupByCategory(templates: SignatureSuggestion[]) {
  const byCategory = new Map<string, SignatureSuggestion[]>();
  for (const template of templates) {
    byCategory.set(template.category, [...(byCategory.get(template.category) ?? []), template]);
  }
  return [...byCategory].map(([category, suggestions]) => ({ category, suggestions }));
}

function find(suggestions: SignatureSuggestion[], words: string): SignatureSuggestion[] {
  const bySignature = new Map(suggestions.toReversed().map((suggestion) => [suggestion.signature, suggestion]));
  return [...bySignature.values()]
    .filter(({ signature, why }) => `${signature} ${why ?? ""}`.toLowerCase().includes(words))
    .toReversed()
    .slice(0, MAX_FOUND);
}
