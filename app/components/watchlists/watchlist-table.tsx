import { Link } from "@remix-run/react";

import { AddressView } from "~/components/address-view";
import { networkLabel } from "~/components/format/network-label";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { WatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import { paths } from "~/paths";
import { TagList } from "./tag-list";

const COLUMNS: Column<WatchlistEntry>[] = [
  {
    key: "name",
    header: "Name",
    card: "head",
    cell: ({ id, name, enabled }) => (
      <Link to={paths.watchlistEntry(id)} className="font-medium hover:text-accent hover:underline">
        <HostileText text={name} max={60} />
        {enabled ? null : <span className="ml-2 text-xs font-normal text-faint">off</span>}
      </Link>
    ),
  },
  {
    key: "address",
    header: "Address",
    cell: ({ address, network }) => <AddressView address={address} network={network} hideLabel />,
  },
  { key: "network", header: "Network", cell: ({ network }) => networkLabel(network) },
  { key: "tags", header: "Tags", cell: ({ tags }) => <TagList tags={tags} /> },
  {
    key: "added",
    header: "Added",
    className: "whitespace-nowrap md:text-right",
    cell: ({ createdAt }) => <TimeAgo at={createdAt} className="text-faint" />,
  },
];

/** The watched contracts. */
export function WatchlistTable({ entries }: { entries: readonly WatchlistEntry[] }) {
  return <DataTable caption="Watched contracts" columns={COLUMNS} rows={entries} rowKey={(entry) => entry.id} />;
}
