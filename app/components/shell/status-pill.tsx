import { Link } from "@remix-run/react";

import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { NETWORK_STATUS_LOOKS } from "~/components/networks/network-status-looks";
import { TimeAgo } from "~/components/time-ago";
import { PopMenu } from "~/components/ui/pop-menu";
import { paths } from "~/paths";
import type { NetworkStatus } from "./system-status";
import type { WatchedStatus } from "./use-system-status";

type Level = NetworkStatus["status"];

const WORST_FIRST: Level[] = ["down", "degraded", "unknown", "live"];

/** Whether every network is being listened to, honestly: the worst of them all, each one a click away. */
export function StatusPill({ watched: { status, unreachableSince } }: { watched: WatchedStatus }) {
  const { networks } = status;
  const worst = WORST_FIRST.find((level) => networks.some((network) => network.status === level)) ?? "unknown";
  const level = unreachableSince === null ? worst : "down";
  const { icon: Icon, text } = NETWORK_STATUS_LOOKS[level];
  const words = unreachableSince === null ? summary(networks, worst) : "Sentinel unreachable";
  return (
    <PopMenu
      label="System status:"
      buttonClassName="flex h-7 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-xs font-medium hover:border-line-strong max-md:h-9"
      panelClassName="top-full right-0 mt-1.5 w-72 p-1.5 max-md:fixed max-md:inset-x-4 max-md:w-auto"
      button={
        <>
          <Icon size={14} aria-hidden className={text} />
          <span>{words}</span>
        </>
      }
    >
      {networks.length === 0 ? (
        <p className="px-2.5 py-2 text-sm text-muted">No network is set up: nothing is being watched.</p>
      ) : null}
      <ul>
        {networks.map((network) => (
          <li key={network.name}>
            <Link to={paths.networks()} className="block rounded px-2.5 py-2 hover:bg-ink/8">
              <NetworkLine network={network} />
            </Link>
          </li>
        ))}
      </ul>
    </PopMenu>
  );
}

function NetworkLine({ network }: { network: NetworkStatus }) {
  const { name, status, live, endpoints, quarantined, backfill } = network;
  const { icon: Icon, text, label } = NETWORK_STATUS_LOOKS[status];
  return (
    <>
      <span className="flex items-center justify-between gap-3 text-sm font-medium">
        {networkLabel(name)}
        <span className={cx("inline-flex items-center gap-1.5 text-xs", text)}>
          <Icon size={13} aria-hidden />
          {label}
        </span>
      </span>
      <span className="mt-0.5 block text-xs text-faint">
        {live} of {endpoints} {endpoints === 1 ? "endpoint" : "endpoints"} live
        {quarantined.length === 0 ? "" : `, ${quarantined.length} quarantined`} · <LastPending network={network} />
        {backfill === null
          ? ""
          : ` · ${(backfill.total - backfill.done).toLocaleString("en-US")} missed blocks to read`}
      </span>
    </>
  );
}

function LastPending({ network: { lastPendingAt, blocksOnly } }: { network: NetworkStatus }) {
  if (blocksOnly !== null) return "blocks only";
  if (lastPendingAt === null) return "no pending transaction yet";
  return (
    <>
      last pending <TimeAgo at={lastPendingAt} />
    </>
  );
}

function summary(networks: NetworkStatus[], worst: Level): string {
  if (networks.length === 0) return "No networks";
  if (worst === "unknown") return "Starting";
  const affected = networks.filter((network) => network.status === worst);
  const [first] = affected;
  if (networks.length === 1 && first)
    return `${networkLabel(first.name)} ${NETWORK_STATUS_LOOKS[worst].label.toLowerCase()}`;
  if (worst === "live") return `${networks.length} networks live`;
  return `${affected.length} of ${networks.length} networks ${NETWORK_STATUS_LOOKS[worst].label.toLowerCase()}`;
}
