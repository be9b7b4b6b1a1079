import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { type Column, DataTable } from "~/components/ui/data-table";
import { useNow } from "~/components/use-now";
import type { ApiKey } from "~/domain/api-keys/api-key";
import { AskFirst } from "./ask-first";

const COLUMNS: Column<ApiKey>[] = [
  {
    key: "name",
    header: "Name",
    card: "head",
    cell: ({ name }) => (
      <span className="font-medium [overflow-wrap:anywhere]">
        <HostileText text={name} max={80} />
      </span>
    ),
  },
  {
    key: "prefix",
    header: "Key",
    cell: ({ prefix }) => <code className="font-mono text-xs text-muted">{prefix}…</code>,
  },
  { key: "role", header: "May do", cell: ({ role }) => <span className="text-muted capitalize">{role}</span> },
  { key: "used", header: "Last used", cell: (apiKey) => <LastUse apiKey={apiKey} /> },
  { key: "expires", header: "Ends", cell: ({ expiresAt }) => <Ends at={expiresAt} /> },
  {
    key: "revoke",
    header: "",
    card: "corner",
    className: "md:text-right",
    cell: ({ id, name }) => (
      <AskFirst button="Revoke" of={name} size="sm" confirm="Revoke it" fields={{ intent: "revoke", keyId: id }}>
        Programs that use it are refused within a minute. This can't be undone.
      </AskFirst>
    ),
  },
];

/** One's keys for programs: what each may do, whether it is used, and when it ends. */
export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  return <DataTable caption="API keys" columns={COLUMNS} rows={keys} rowKey={({ id }) => id} />;
}

function LastUse({ apiKey: { lastUsedAt, lastUsedIp } }: { apiKey: ApiKey }) {
  if (lastUsedAt === null) return <span className="text-faint">never</span>;
  return (
    <span className="text-muted" title={lastUsedIp === null ? undefined : `from ${lastUsedIp}`}>
      <TimeAgo at={lastUsedAt} />
    </span>
  );
}

function Ends({ at }: { at: string }) {
  const isOver = useNow() >= Date.parse(at);
  return (
    <span className={isOver ? "font-medium text-medium" : "text-muted"}>
      {isOver ? "ended " : ""}
      <TimeAgo at={at} />
    </span>
  );
}
