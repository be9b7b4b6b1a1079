import { Link } from "@remix-run/react";
import { ShieldCheck, ShieldOff } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { UserDetail } from "~/domain/users/user";
import { paths } from "~/paths";

const COLUMNS: Column<UserDetail>[] = [
  {
    key: "name",
    header: "Person",
    card: "head",
    className: "md:min-w-56",
    cell: ({ id, name, email, disabled }) => (
      <div className="min-w-0">
        <Link to={paths.person(id)} className="font-medium hover:text-accent hover:underline">
          <HostileText text={name} max={80} />
        </Link>
        {disabled ? <span className="ml-2 rounded border border-line px-1.5 text-2xs text-muted">Disabled</span> : null}
        <p className="text-xs text-muted [overflow-wrap:anywhere]">
          <HostileText text={email} max={120} />
        </p>
      </div>
    ),
  },
  { key: "role", header: "Role", cell: ({ role }) => <span className="capitalize">{role}</span> },
  {
    key: "mfa",
    header: "Two-factor",
    className: "whitespace-nowrap",
    cell: ({ mfaEnabled }) =>
      mfaEnabled ? (
        <span className="inline-flex items-center gap-1.5">
          <ShieldCheck size={14} aria-hidden className="text-good" /> On
        </span>
      ) : (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <ShieldOff size={14} aria-hidden /> Off
        </span>
      ),
  },
  {
    key: "seen",
    header: "Last sign-in",
    className: "whitespace-nowrap",
    cell: ({ lastSignInAt }) =>
      lastSignInAt === null ? <span className="text-faint">never</span> : <TimeAgo at={lastSignInAt} />,
  },
];

/** Everybody who may sign in. */
export function PeopleTable({ people }: { people: readonly UserDetail[] }) {
  return <DataTable caption="People" columns={COLUMNS} rows={people} rowKey={({ id }) => id} />;
}
