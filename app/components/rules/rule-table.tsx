import { Link } from "@remix-run/react";

import { useChainWorld } from "~/components/chain-context";
import { networkLabel } from "~/components/format/network-label";
import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { SilencedMark } from "~/components/silences/silenced-mark";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { Rule } from "~/domain/rules/rule";
import type { SilencedRule } from "~/domain/silences/silenced-rule";
import { paths } from "~/paths";
import { RuleSwitch } from "./rule-switch";
import { RuleWhen } from "./rule-when";

const nameColumn = (silenced: readonly SilencedRule[]): Column<Rule> => ({
  key: "name",
  header: "Name",
  card: "head",
  className: "md:min-w-44",
  cell: (rule) => <RuleName rule={rule} silenced={silenced.find(({ ruleId }) => ruleId === rule.id)} />,
});
const SCOPE: Column<Rule> = {
  key: "scope",
  header: "Watches",
  className: "md:max-w-40",
  cell: (rule) => <RuleScope rule={rule} />,
};
const REST: Column<Rule>[] = [
  {
    key: "when",
    header: "When",
    className: "md:max-w-96",
    cell: (rule) => <RuleWhen rule={rule} />,
  },
  { key: "severity", header: "Severity", cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  {
    key: "channels",
    header: "Tells",
    className: "whitespace-nowrap",
    cell: ({ channels }) =>
      channels.length === 0 ? (
        <span className="text-medium">nobody</span>
      ) : (
        <span className="text-muted">
          {channels.length} {channels.length === 1 ? "channel" : "channels"}
        </span>
      ),
  },
  { key: "enabled", header: "On", card: "corner", className: "md:w-14", cell: (rule) => <RuleSwitch rule={rule} /> },
];

interface Props {
  rules: readonly Rule[];
  /** On a contract's own page all have the same. */
  hideScope?: boolean;
  /** Those of them that nobody is told of now. */
  silenced?: readonly SilencedRule[];
}

/** Rules with their switches. */
export function RuleTable({ rules, hideScope = false, silenced = [] }: Props) {
  const name = nameColumn(silenced);
  const columns = hideScope ? [name, ...REST] : [name, SCOPE, ...REST];
  return <DataTable caption="Rules" columns={columns} rows={rules} rowKey={(rule) => rule.id} />;
}

function RuleName({ rule: { id, name, enabled }, silenced }: { rule: Rule; silenced: SilencedRule | undefined }) {
  return (
    <div className="flex flex-col gap-1">
      <Link
        to={paths.rule(id)}
        className={`font-medium hover:text-accent hover:underline ${enabled ? "" : "text-muted"}`}
      >
        <HostileText text={name} max={80} />
      </Link>
      {silenced === undefined ? null : <SilencedMark silenced={silenced} />}
    </div>
  );
}

/** What a rule watches, in words. */
function RuleScope({ rule: { watchlistId, tag, list, network } }: { rule: Rule }) {
  const { entryNames } = useChainWorld();
  if (watchlistId !== null) {
    return (
      <Link to={paths.watchlistEntry(watchlistId)} className="text-muted hover:text-ink hover:underline">
        <HostileText text={entryNames[watchlistId] ?? "a contract"} max={40} />
      </Link>
    );
  }
  if (tag !== null) {
    return (
      <span className="text-muted">
        tag <HostileText text={tag} max={40} />
      </span>
    );
  }
  if (list !== null) {
    return (
      <span className="text-muted">
        list <HostileText text={list} max={40} />
      </span>
    );
  }
  if (network !== null) return <span className="text-muted">all of {networkLabel(network)}</span>;
  return <span className="text-medium">nothing: its contract was removed</span>;
}
