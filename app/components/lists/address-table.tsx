import { Form } from "@remix-run/react";
import { X } from "lucide-react";

import { useChainWorld } from "~/components/chain-context";
import { CopyButton } from "~/components/copy-button";
import { HostileText } from "~/components/hostile-text";
import { Identicon } from "~/components/identicon";
import { type Column, DataTable } from "~/components/ui/data-table";

interface Row {
  address: string;
}

const ADDRESS: Column<Row> = { key: "address", header: "Address", card: "head", cell: (row) => <Address {...row} /> };
const REMOVE: Column<Row> = {
  key: "remove",
  header: "",
  card: "corner",
  className: "md:w-10",
  cell: ({ address }) => (
    <Form method="post">
      <input type="hidden" name="address" value={address} />
      <button
        type="submit"
        name="intent"
        value="remove"
        aria-label={`Remove ${address}`}
        title="Remove"
        className="grid size-7 place-content-center rounded text-faint hover:bg-ink/8 hover:text-critical max-md:size-10"
      >
        <X size={14} aria-hidden />
      </button>
    </Form>
  ),
};

function Address({ address }: Row) {
  const name = useNameOf(address);
  return (
    <span className="flex items-center gap-2">
      <Identicon address={address} />
      <span className="min-w-0">
        {name === undefined ? null : (
          <span className="mr-2 font-medium">
            <HostileText text={name} max={40} />
          </span>
        )}
        <code className="font-mono text-xs [overflow-wrap:anywhere]">{address}</code>
      </span>
      <CopyButton text={address} what="address" />
    </span>
  );
}

/** Lists belong to no network: the name that the address has on whichever watches it. */
function useNameOf(address: string): string | undefined {
  const { labels } = useChainWorld();
  const end = `:${address.toLowerCase()}`;
  return Object.entries(labels).find(([key]) => key.endsWith(end))?.[1];
}

interface Props {
  addresses: readonly Row[];
  canEdit: boolean;
}

/** The addresses of a list, each with a way to take it out. */
export function AddressTable({ addresses, canEdit }: Props) {
  const columns = canEdit ? [ADDRESS, REMOVE] : [ADDRESS];
  return <DataTable caption="Addresses" columns={columns} rows={addresses} rowKey={({ address }) => address} />;
}
