import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { NoNetwork } from "~/components/networks/no-network";
import { PageBoundary } from "~/components/page-boundary";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { WatchlistForm } from "~/components/watchlists/watchlist-form";
import { listNetworks } from "~/domain/networks/list-networks.server";
import { createWatchlistEntry } from "~/domain/watchlists/create-watchlist-entry.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { submitForm } from "~/web/pages/submit-form.server";
import { entryFieldOf, NewEntryForm } from "~/web/pages/watchlist-form-schema";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Watch a contract · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "watchlist.write");
  const networks = await orPageError(listNetworks(context.ctx, { limit: 100, filter: { enabled: true } }));
  return { networks: networks.data.map((network) => network.name) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "watchlist.write");
  const outcome = await submitForm({
    formData: await request.formData(),
    schema: NewEntryForm,
    fieldOf: entryFieldOf,
    operate: (input) => createWatchlistEntry(context.ctx, { actor: actorOf(user, context), input }),
  });
  if (!outcome.done) return data(outcome.lastResult, { status: 400 });
  return redirect(paths.watchlistEntry(outcome.value.id));
}

export default function NewWatchlistEntryPage() {
  const { networks } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="Watch a contract">Sentinel looks at every transaction that calls it.</PageHeader>
      {networks.length === 0 ? (
        <Panel>
          <NoNetwork />
        </Panel>
      ) : (
        <WatchlistForm entry={null} networks={networks} lastResult={lastResult} />
      )}
    </>
  );
}

export { PageBoundary as ErrorBoundary };
