import { Form } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { Invitation } from "~/domain/invitations/invitation";

const COLUMNS: Column<Invitation>[] = [
  {
    key: "who",
    header: "Invited",
    card: "head",
    className: "md:min-w-56",
    cell: ({ name, email }) => (
      <div className="min-w-0">
        <span className="font-medium">
          <HostileText text={name} max={80} />
        </span>
        <p className="text-xs text-muted [overflow-wrap:anywhere]">
          <HostileText text={email} max={120} />
        </p>
      </div>
    ),
  },
  { key: "role", header: "Role", cell: ({ role }) => <span className="capitalize">{role}</span> },
  {
    key: "expires",
    header: "The link works",
    className: "whitespace-nowrap",
    cell: ({ expiresAt }) => (
      <span>
        until <TimeAgo at={expiresAt} />
      </span>
    ),
  },
  {
    key: "end",
    header: "",
    card: "corner",
    className: "md:w-28 md:text-right",
    cell: ({ id, name }) => (
      <Form method="post" className="md:inline">
        <input type="hidden" name="invitationId" value={id} />
        <Button type="submit" size="sm" name="intent" value="revoke" aria-label={`Revoke the invitation of ${name}`}>
          Revoke
        </Button>
      </Form>
    ),
  },
];

/** Invitations that nobody has taken up yet. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  return <DataTable caption="Open invitations" columns={COLUMNS} rows={invitations} rowKey={({ id }) => id} />;
}
