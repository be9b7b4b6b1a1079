import { Inbox, SearchX } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { EmptyState } from "~/components/ui/empty-state";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { SearchForm } from "~/components/ui/search-form";
import { ShownNotice } from "~/components/ui/shown-notice";
import type { AddressList } from "~/domain/address-lists/address-list";
import { paths } from "~/paths";
import { AddressTable } from "./address-table";
import { ChangeAddressesForm } from "./change-addresses-form";
import type { ListAnswer } from "./list-answer";
import { ListForm } from "./list-form";

interface Props {
  list: AddressList;
  addresses: { address: string }[];
  /** How many the search found. */
  found: number;
  nextCursor: string | null;
  q: string;
  answer: ListAnswer | undefined;
}

/** A list with its addresses, and for those who may, the ways to change it. */
export function ListPage({ list, addresses, found, nextCursor, q, answer }: Props) {
  const rights = useRights();
  const { name, description, size, updatedAt } = list;
  return (
    <>
      <PageHeader
        title={<span className="font-mono">@{name}</span>}
        actions={
          rights.edit && size > 0 ? (
            <a href="#change" className={buttonClass("plain", "md", "lg:hidden")}>
              Change the addresses
            </a>
          ) : null
        }
      >
        {description === null ? null : <HostileText text={description} max={300} />}
      </PageHeader>
      {answer?.done ? (
        <Notice look="good" live className="mb-4">
          {answer.done} The worker takes it over within two seconds.
        </Notice>
      ) : null}
      <div className={rights.edit ? "grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]" : undefined}>
        <div className="min-w-0">
          {size === 0 ? null : <SearchForm action={paths.list(list.id)} q={q} label="Search addresses" />}
          <Panel
            title="Addresses"
            flush
            className="mb-2"
            aside={<span className="tabular">{shown(found, size, q)}</span>}
          >
            {addresses.length > 0 ? <AddressTable addresses={addresses} canEdit={rights.edit} /> : null}
            {addresses.length === 0 && size > 0 ? (
              <EmptyState icon={SearchX} title="No such address in the list">
                Any part of an address is searched.
              </EmptyState>
            ) : null}
            {size === 0 ? (
              <EmptyState icon={Inbox} title="The list is empty">
                {rights.edit ? "Paste addresses, or choose a file." : "Nobody has put an address into it yet."} Until
                then nothing is “in @{name}”.
              </EmptyState>
            ) : null}
          </Panel>
          <Pager nextCursor={nextCursor} />
        </div>
        {rights.edit ? (
          <div className="flex flex-col gap-6">
            <Panel title="Change the addresses" id="change">
              <ChangeAddressesForm
                key={`${updatedAt}${!!answer?.addresses}`}
                lastResult={answer?.addresses ?? undefined}
              />
            </Panel>
            <Panel title="Name and description">
              <ListForm key={`${updatedAt}${!!answer?.form}`} list={list} lastResult={answer?.form ?? undefined} />
              <div className="mt-6 flex flex-col items-start gap-3 border-t border-line pt-4">
                <ConfirmDialog
                  key={answer?.at}
                  trigger={<Button look="danger">Delete the list</Button>}
                  title={`Delete @${name}?`}
                  confirm="Delete"
                  intent="delete"
                >
                  <p>Its {size.toLocaleString("en-US")} addresses are gone. While a rule needs it, it is refused.</p>
                </ConfirmDialog>
                {answer?.refused ? (
                  <ShownNotice key={`refused${answer.at}`} look="bad">
                    {answer.refused}
                  </ShownNotice>
                ) : null}
              </div>
            </Panel>
          </div>
        ) : null}
      </div>
    </>
  );
}

function shown(found: number, size: number, q: string): string {
  const all = size.toLocaleString("en-US");
  return q === "" ? all : `${found.toLocaleString("en-US")} of ${all}`;
}
