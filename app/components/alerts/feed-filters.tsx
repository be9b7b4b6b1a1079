import { Form, Link, useNavigate } from "@remix-run/react";
import { Search, X } from "lucide-react";
import type { ChangeEvent, FormEvent } from "react";

import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { SEVERITIES, SEVERITY_LOOKS } from "~/components/severity-looks";
import { Button } from "~/components/ui/button";
import { KeyHint } from "~/components/ui/key-hint";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { FEED_VIEWS, type FeedFilter, feedSearch, isFiltered, parseFeedFilter } from "./feed-filter";

interface Props {
  filter: FeedFilter;
  networks: readonly string[];
  /** Id to name. */
  contracts: Readonly<Record<string, string>>;
}

/** The feed's filters. Links and a GET form: each view has its URL, and they work without scripts. */
export function FeedFilters({ filter, networks, contracts }: Props) {
  const navigate = useNavigate();
  const apply = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.form?.requestSubmit();
  // By itself a form would also send its empty fields: the URL is there to be shared.
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]);
    navigate(paths.alerts(feedSearch(parseFeedFilter(new URLSearchParams(sent)))));
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <SeverityChips filter={filter} />
      <Form
        method="get"
        action={paths.alerts()}
        onSubmit={search}
        className="flex min-w-0 flex-1 flex-wrap items-center gap-2"
        role="search"
      >
        {filter.severity.length > 0 ? <input type="hidden" name="severity" value={filter.severity.join(",")} /> : null}
        {filter.status.length > 0 ? <input type="hidden" name="status" value={filter.status.join(",")} /> : null}
        {filter.ruleId === "" ? null : <input type="hidden" name="ruleId" value={filter.ruleId} />}
        <div className="relative min-w-32 flex-1">
          <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
          <input
            key={filter.q}
            id="feed-search"
            type="search"
            name="q"
            defaultValue={filter.q}
            placeholder="Search alerts"
            aria-label="Search alerts"
            className="control h-9 border-line bg-surface pr-9 pl-8"
          />
          <KeyHint keys="/" className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 max-md:hidden" />
        </div>
        {networks.length < 2 && filter.network === "" ? null : (
          <Choice name="network" label="Network" value={filter.network} onChange={apply}>
            <option value="">All networks</option>
            {networks.map((network) => (
              <option key={network} value={network}>
                {networkLabel(network)}
              </option>
            ))}
          </Choice>
        )}
        <Choice name="watchlistId" label="Contract" value={filter.watchlistId} onChange={apply}>
          <option value="">All contracts</option>
          {Object.entries(contracts).map(([id, name]) => (
            <option key={id} value={id}>
              {visibleText(name, 60)}
            </option>
          ))}
        </Choice>
        <Button type="submit" className="sr-only focus:not-sr-only">
          Search
        </Button>
        {isFiltered({ ...filter, status: [] }) ? (
          <Link
            to={paths.alerts(feedSearch({ ...filter, severity: [], network: "", watchlistId: "", ruleId: "", q: "" }))}
            className="inline-flex h-9 items-center gap-1 rounded px-2 text-xs text-muted hover:bg-ink/8 hover:text-ink"
          >
            <X size={13} aria-hidden /> Clear
          </Link>
        ) : null}
      </Form>
    </div>
  );
}

function SeverityChips({ filter }: { filter: FeedFilter }) {
  return (
    <ul
      aria-label="Severity"
      className="flex gap-1 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 md:flex-wrap"
    >
      {SEVERITIES.map((severity) => {
        const { icon: Icon, label, text, tint, fill } = SEVERITY_LOOKS[severity];
        const isOn = filter.severity.includes(severity);
        const next = isOn ? filter.severity.filter((other) => other !== severity) : [...filter.severity, severity];
        return (
          <li key={severity}>
            <Link
              to={paths.alerts(feedSearch({ ...filter, severity: next }))}
              aria-current={isOn ? "true" : undefined}
              preventScrollReset
              className={cx(
                "inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium max-md:h-9",
                isOn
                  ? `border-current ${text} ${tint}`
                  : "border-line text-muted hover:border-line-strong hover:text-ink",
              )}
            >
              <Icon size={13} aria-hidden className={cx(text, fill)} />
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  onChange: (event: ChangeEvent<HTMLSelectElement>) => void;
  children: React.ReactNode;
}

function Choice({ name, label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      key={value}
      name={name}
      aria-label={label}
      defaultValue={value}
      onChange={onChange}
      className="control h-9 w-auto max-w-44 border-line bg-surface py-1 max-md:max-w-38"
    >
      {children}
    </select>
  );
}

/** The tabs above the feed. */
export function FeedViews({ filter }: { filter: FeedFilter }) {
  const current = filter.status.join(",");
  return (
    <nav aria-label="Views" className="-mx-1 flex gap-1 overflow-x-auto px-1">
      {FEED_VIEWS.map(({ label, status }) => {
        const isOn = current === status.join(",");
        return (
          <Link
            key={label}
            to={paths.alerts(feedSearch({ ...filter, status: [...status] }))}
            aria-current={isOn ? "page" : undefined}
            className={cx(
              "inline-flex h-8 items-center rounded px-2.5 text-sm whitespace-nowrap max-md:h-10",
              isOn ? "bg-ink/8 font-medium text-ink" : "text-muted hover:text-ink",
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
