import type { ReactNode } from "react";

import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { EndpointHealth } from "~/domain/networks/network";
import { endpointLook, subscriptionWords } from "./endpoint-looks";

interface Props {
  endpoint: EndpointHealth;
}

/** One endpoint, in the same lines as its neighbours, so that they compare at a glance. */
export function EndpointCard({ endpoint }: Props) {
  const { host, state, reason, subscriptionKind, lastPendingAt, lastHeadNumber, share, reconnects, pingMs } = endpoint;
  const { icon: Icon, label, text } = endpointLook(state);
  // Connected, and not believed: what it shows is matched, but others are asked.
  const isDistrusted = state === "quarantined" && endpoint.connectedAt !== null;
  return (
    <article aria-label={host} className="flex min-w-0 flex-col gap-2.5 rounded border border-line bg-ground p-3.5">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-mono text-sm font-medium [overflow-wrap:anywhere]">
          <HostileText text={host} max={80} />
        </h3>
        <span className={cx("inline-flex shrink-0 items-center gap-1.5 text-xs font-semibold", text)}>
          <Icon size={14} aria-hidden />
          {label}
        </span>
      </div>
      {reason === null ? null : (
        <p className={cx("text-xs [overflow-wrap:anywhere]", state === "live" ? "text-muted" : text)}>
          <HostileText text={reason} max={240} expandable />
        </p>
      )}
      {isDistrusted ? (
        <p className="text-xs text-muted">What it shows is still matched; the others are asked instead of it.</p>
      ) : null}
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-y-1 text-xs [&>dt]:text-faint">
        <Line name="Delivers">{subscriptionWords(subscriptionKind)}</Line>
        <Line name="Last pending">{lastPendingAt === null ? "none yet" : <TimeAgo at={lastPendingAt} />}</Line>
        <Line name="Head">{lastHeadNumber === null ? "–" : lastHeadNumber.toLocaleString("en-US")}</Line>
        <Line name="Ping">{pingMs === null ? "–" : `${pingMs} ms`}</Line>
        <Line name="Reconnects">{reconnects.toLocaleString("en-US")}</Line>
        <Line name="Pending received">{endpoint.received.toLocaleString("en-US")}</Line>
        <Line name="Shown by it alone">{endpoint.uniqueFinds.toLocaleString("en-US")}</Line>
        <Line name="Behind the first">
          {endpoint.medianLagMs === null ? "–" : `${endpoint.medianLagMs.toLocaleString("en-US")} ms (median)`}
        </Line>
      </dl>
      <FirstSeenShare percent={share === null ? null : Math.round(share * 100)} />
    </article>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </>
  );
}

/** How often this endpoint was the first to show a transaction. */
function FirstSeenShare({ percent }: { percent: number | null }) {
  return (
    <div>
      <p className="flex justify-between text-xs">
        <span className="text-faint">Saw it first</span>
        <span className="tabular">{percent === null ? "–" : `${percent} %`}</span>
      </p>
      <svg aria-hidden viewBox="0 0 100 4" preserveAspectRatio="none" className="mt-1 h-1 w-full rounded-full bg-line">
        <rect width={percent ?? 0} height="4" className="fill-accent" />
      </svg>
    </div>
  );
}
