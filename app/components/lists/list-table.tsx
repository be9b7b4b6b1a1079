import { Link } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { AddressList } from "~/domain/address-lists/address-list";
import { paths } from "~/paths";

const COLUMNS: Column<AddressList>[] = [
  {
    key: "name",
    header: "Name",
    card: "head",
    cell: ({ id, name }) => (
      <Link to={paths.list(id)} className="font-mono font-medium hover:text-accent hover:underline">
        @{name}
      </Link>
    ),
  },
  {
    key: "description",
    header: "Description",
    cell: ({ description }) =>
      description === null ? (
        <span className="text-faint">–</span>
      ) : (
        <span className="text-muted">
          <HostileText text={description} max={100} />
        </span>
      ),
  },
  {
    key: "size",
    header: "Addresses",
    className: "tabular md:text-right",
    cell: ({ size }) => size.toLocaleString("en-US"),
  },
  {
    key: "changed",
    header: "Changed",
    className: "whitespace-nowrap md:text-right",
    cell: ({ updatedAt }) => <TimeAgo at={updatedAt} className="text-faint" />,
  },
];

/** The address lists with their sizes. */
export function ListTable({ lists }: { lists: readonly AddressList[] }) {
  return <DataTable caption="Address lists" columns={COLUMNS} rows={lists} rowKey={(list) => list.id} />;
}
