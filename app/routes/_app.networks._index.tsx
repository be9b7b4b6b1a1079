import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useEffect } from "react";

import { NetworkPanel } from "~/components/networks/network-panel";
import { NoNetwork } from "~/components/networks/no-network";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { useRefresh } from "~/components/use-refresh";
import { getCoverage } from "~/domain/coverage/get-coverage.server";
import { listNetworks } from "~/domain/networks/list-networks.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

/** Listeners report every few seconds. */
const REFRESH_MS = 4_000;
const COVERAGE_DAYS = 7;

export const meta: MetaFunction = () => [{ title: "Networks · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const page = await orPageError(listNetworks(context.ctx, listRequest(request).part));
  const networks = page.data.map(async (network) => ({
    network,
    coverage: await getCoverage(context.ctx, { scopeId: network.id, days: COVERAGE_DAYS }),
  }));
  return { networks: await orPageError(Promise.all(networks)), nextCursor: page.nextCursor };
}

export default function NetworksPage() {
  const { networks, nextCursor } = useLoaderData<typeof loader>();
  const refresh = useRefresh();
  const { admin } = useRights();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <>
      <PageHeader
        title="Networks"
        actions={
          admin ? (
            <Link to={paths.newNetwork()} className={buttonClass("primary")}>
              <Plus size={15} aria-hidden /> Add a network
            </Link>
          ) : null
        }
      >
        All endpoints of a network listen at once; whichever shows a transaction first, wins.
      </PageHeader>
      {networks.length === 0 ? (
        <Panel>
          <NoNetwork />
        </Panel>
      ) : (
        <div className="flex flex-col gap-5">
          {networks.map(({ network, coverage }) => (
            <NetworkPanel key={network.id} network={network} coverage={coverage} />
          ))}
        </div>
      )}
      {networks.length === 0 ? null : (
        <p className="mt-4 text-xs text-faint">
          An alert's transaction counts as confirmed from its first block on. When the chain drops that block, the alert
          is opened again. Coverage is of the last {COVERAGE_DAYS} days.
        </p>
      )}
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
