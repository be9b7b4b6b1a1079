import { Link } from "@remix-run/react";
import { Network, Plus } from "lucide-react";

import { CopyButton } from "~/components/copy-button";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { paths } from "~/paths";

/** As `.env.example` has it; the endpoint is the reader's own. */
const EXAMPLE = `SENTINEL_NETWORKS='[{"name":"mainnet","chainId":1,"rpcUrls":["wss://…"]}]'`;

/** The first step of a new Sentinel, which only an administrator can take: the chains to listen to. */
export function NoNetwork() {
  const { admin } = useRights();
  return (
    <EmptyState
      icon={Network}
      title="First, add a network"
      action={
        admin ? (
          <Link to={paths.newNetwork()} className={buttonClass("primary")}>
            <Plus size={15} aria-hidden /> Add a network
          </Link>
        ) : undefined
      }
    >
      <p>
        Nothing can be watched yet. {admin ? "Give" : "An administrator gives"} Sentinel a chain and a WebSocket
        endpoint of it, here or by its environment:
      </p>
      <div className="mt-3 flex items-start gap-1 rounded border border-line bg-ground py-2 pr-1.5 pl-3 text-left">
        <code className="min-w-0 flex-1 font-mono text-xs leading-5 text-ink [overflow-wrap:anywhere]">{EXAMPLE}</code>
        <CopyButton text={EXAMPLE} what="the example" />
      </div>
      <p className="mt-3">
        No endpoint at hand? <code className="font-mono text-xs text-ink">npm run demo</code> brings a chain of its own.
      </p>
    </EmptyState>
  );
}
