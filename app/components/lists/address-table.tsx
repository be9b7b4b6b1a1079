import { Form } from "@remix-run/react";
import { X } from "lucide-react";

import { CopyButton } from "~/components/copy-button";
import { Identicon } from "~/components/identicon";
import { type Column, DataTable } from "~/components/ui/data-table";

interface Row {
  address: string;
}

const ADDRESS: Column<Row> = {
  key: "address",
  header: "Address",
  card: "head",
  cell: ({ address }) => (
    <span className="flex items-center gap-2">
      <Identicon address={address} />
      <code className="font-mono text-xs [overflow-wrap:anywhere]">{address}</code>
      <CopyButton text={address} what="address" />
    </span>
  ),
};
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

interface Props {
  addresses: readonly Row[];
  canEdit: boolean;
}

/** The addresses of a list, each with a way to take it out. */
export function AddressTable({ addresses, canEdit }: Props) {
  const columns = canEdit ? [ADDRESS, REMOVE] : [ADDRESS];
  return <DataTable caption="Addresses" columns={columns} rows={addresses} rowKey={({ address }) => address} />;
}
