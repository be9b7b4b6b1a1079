import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, type ShouldRevalidateFunctionArgs, useLoaderData, useRouteError } from "@remix-run/react";
import { useMemo } from "react";

import { ChainContext } from "~/components/chain-context";
import { PageError } from "~/components/page-error";
import { RightsContext } from "~/components/rights-context";
import { AppShell } from "~/components/shell/app-shell";
import { can } from "~/domain/access/can";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadSystemStatus } from "~/web/pages/load-system-status.server";
import { orPageError } from "~/web/pages/or-page-error.server";

/** Names given to more addresses than this are looked up by nobody: the newest are. */
const MAX_LABELS = 100;

const NONE: Pick<Awaited<ReturnType<typeof listWatchlistEntries>>, "data"> = { data: [] };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { ctx } = context;
  const user = await orPageError(requireUser(request, context));
  const actor = actorOf(user, context);
  const [{ networks, status }, entries] = await orPageError(
    Promise.all([
      loadSystemStatus(ctx),
      // Who has yet to set up a second factor sees the frame of that page and nothing of what is watched.
      user.mustEnroll ? NONE : listWatchlistEntries(ctx, { limit: MAX_LABELS }),
    ]),
  );
  return {
    user: { name: user.name, email: user.email, role: user.role },
    rights: { edit: can(actor, "rule.write"), admin: can(actor, "channel.write") },
    status,
    world: {
      explorers: Object.fromEntries(networks.map(({ name, explorerUrl }) => [name, explorerUrl])),
      chainIds: Object.fromEntries(networks.map(({ name, chainId }) => [name, chainId])),
      labels: Object.fromEntries(
        entries.data.map(({ network, address, name }) => [`${network}:${address.toLowerCase()}`, name]),
      ),
      entryNames: Object.fromEntries(entries.data.map(({ id, name }) => [id, name])),
    },
  };
}

/** The frame is read again after changes, not with every filter and page. */
export function shouldRevalidate({ formMethod, defaultShouldRevalidate, currentUrl, nextUrl }: Revalidation) {
  if (formMethod !== undefined && formMethod !== "GET") return true;
  return currentUrl.href === nextUrl.href && defaultShouldRevalidate;
}
type Revalidation = Pick<
  ShouldRevalidateFunctionArgs,
  "formMethod" | "defaultShouldRevalidate" | "currentUrl" | "nextUrl"
>;

export default function App() {
  const { user, rights, status, world } = useLoaderData<typeof loader>();
  const stableWorld = useMemo(() => world, [world]);
  return (
    <RightsContext.Provider value={rights}>
      <ChainContext.Provider value={stableWorld}>
        <AppShell user={user} status={status}>
          <Outlet />
        </AppShell>
      </ChainContext.Provider>
    </RightsContext.Provider>
  );
}

/** Without the frame's own data there is no frame to show. */
export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-content-center">
      <PageError error={useRouteError()} />
    </main>
  );
}
