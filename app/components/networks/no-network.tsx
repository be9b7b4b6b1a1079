import { Network } from "lucide-react";

import { CopyButton } from "~/components/copy-button";
import { EmptyState } from "~/components/ui/empty-state";

/** As `.env.example` has it; the endpoint is the reader's own. */
const EXAMPLE = `SENTINEL_NETWORKS='[{"name":"mainnet","chainId":1,"rpcUrls":["wss://…"]}]'`;

/** The first step of a new Sentinel, which only its operator can take: the chains to listen to. */
export function NoNetwork() {
  return (
    <EmptyState icon={Network} title="First, name a network">
      <p>
        Nothing can be watched yet. Put a chain and a WebSocket endpoint of it into Sentinel's environment, and restart:
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
