import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ListChecks, Plus, SearchX } from "lucide-react";

import { ListTable } from "~/components/lists/list-table";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { SearchForm } from "~/components/ui/search-form";
import { listAddressLists } from "~/domain/address-lists/list-address-lists.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

export const meta: MetaFunction = () => [{ title: "Lists · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { q, part } = listRequest(request);
  const page = await orPageError(listAddressLists(context.ctx, { ...part, filter: { q } }));
  return { ...page, q };
}

export default function ListsPage() {
  const { data: lists, total, nextCursor, q } = useLoaderData<typeof loader>();
  const rights = useRights();
  const add = rights.edit ? (
    <Link to={paths.newList()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> New list
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Lists" actions={add}>
        Addresses that belong together: a condition names them by one word, a rule may watch them all.
      </PageHeader>
      {total === 0 && q === "" ? null : <SearchForm action={paths.lists()} q={q} label="Search lists" />}
      <Panel flush>
        {lists.length > 0 ? <ListTable lists={lists} /> : null}
        {lists.length === 0 && q !== "" ? (
          <EmptyState icon={SearchX} title="No list by that name">
            Names and descriptions are searched.
          </EmptyState>
        ) : null}
        {lists.length === 0 && q === "" ? (
          <EmptyState icon={ListChecks} title="No list yet" action={add}>
            Put your own wallets into one, and “to not in @treasury” is true of everybody else's.
          </EmptyState>
        ) : null}
      </Panel>
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
