import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Eye, Plus, SearchX } from "lucide-react";

import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { SearchForm } from "~/components/ui/search-form";
import { WatchlistTable } from "~/components/watchlists/watchlist-table";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

export const meta: MetaFunction = () => [{ title: "Watchlists · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { q, part } = listRequest(request);
  const page = await orPageError(listWatchlistEntries(context.ctx, { ...part, filter: { q } }));
  return { ...page, q };
}

export default function WatchlistsPage() {
  const { data: entries, total, nextCursor, q } = useLoaderData<typeof loader>();
  const rights = useRights();
  const add = rights.edit ? (
    <Link to={paths.newWatchlistEntry()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> Watch a contract
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Watchlists" actions={add}>
        The contracts Sentinel looks out for{total > 0 ? `: ${total.toLocaleString("en-US")}` : ""}.
      </PageHeader>
      {total === 0 && q === "" ? null : <SearchForm action={paths.watchlists()} q={q} label="Search contracts" />}
      <Panel flush>
        {entries.length > 0 ? <WatchlistTable entries={entries} /> : null}
        {entries.length === 0 && q !== "" ? (
          <EmptyState icon={SearchX} title="No contract by that name">
            Names, tags and the beginning of addresses are searched.
          </EmptyState>
        ) : null}
        {entries.length === 0 && q === "" ? (
          <EmptyState icon={Eye} title="No contract is watched" action={add}>
            Paste the address of a contract that matters to you. Rules then say what about it is dangerous.
          </EmptyState>
        ) : null}
      </Panel>
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
