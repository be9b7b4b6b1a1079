import { Link } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { EscalationPolicy } from "~/domain/escalations/escalation-policy";
import { paths } from "~/paths";
import { durationWords } from "./duration-words";
import { hoursWords } from "./hours-words";

/** A policy with how many rules name it. */
export type ListedPolicy = EscalationPolicy & { rules: number };

const COLUMNS: Column<ListedPolicy>[] = [
  {
    key: "name",
    header: "Name",
    card: "head",
    cell: ({ id, name }) => (
      <Link to={paths.escalation(id)} className="font-medium hover:text-accent hover:underline">
        <HostileText text={name} max={80} />
      </Link>
    ),
  },
  { key: "for", header: "For", cell: (policy) => <Purposes policy={policy} /> },
  {
    key: "steps",
    header: "Steps",
    cell: ({ steps, repeats }) => (
      <span className="text-muted">
        {steps.length}, over {durationWords(steps.reduce((sum, { waitSeconds }) => sum + waitSeconds, 0))}
        {repeats === 0 ? "" : `, up to ${repeats + 1} times`}
      </span>
    ),
  },
  {
    key: "hours",
    header: "Hours",
    cell: ({ hours }) => <span className="text-muted">{hours === null ? "Always" : hoursWords(hours)}</span>,
  },
  {
    key: "state",
    header: "State",
    card: "corner",
    className: "md:text-right",
    cell: ({ enabled }) => <span className={enabled ? "text-good" : "text-faint"}>{enabled ? "On" : "Off"}</span>,
  },
];

/** The policies: what each is for, and how far it goes. */
export function PolicyTable({ policies }: { policies: readonly ListedPolicy[] }) {
  return (
    <DataTable
      caption="Escalation policies"
      columns={COLUMNS}
      rows={policies}
      rowKey={(policy) => policy.id}
      rowClassName={(policy) => !policy.enabled && "opacity-70"}
    />
  );
}

function Purposes({ policy: { severities, onDeliveryFailure, rules } }: { policy: ListedPolicy }) {
  const others = [
    rules === 0 ? null : `${rules.toLocaleString("en-US")} ${rules === 1 ? "rule" : "rules"}`,
    onDeliveryFailure ? "failing channels" : null,
  ].filter((each) => each !== null);
  if (severities.length === 0 && others.length === 0) return <span className="text-faint">Nothing yet</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {severities.map((severity) => (
        <SeverityBadge key={severity} severity={severity} />
      ))}
      {others.length === 0 ? null : <span className="text-muted">{others.join(", ")}</span>}
    </span>
  );
}
