import type { ReactNode } from "react";

import { networkLabel } from "~/components/format/network-label";
import { TimeSince } from "~/components/time-since";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { Banner } from "./banner";
import type { NetworkStatus } from "./system-status";

/** Fewer missed blocks than this are read before anybody could have read that they are. */
const MIN_BACKFILL = 20;

const TO_NETWORKS = { to: paths.networks(), link: "See its endpoints" };

/** What keeps a network from being watched as it should be, the gravest first; nothing while all is well. */
export function NetworkBanners({ network }: { network: NetworkStatus }) {
  const { name, status, blocksOnly, quarantined, blocksFailingSince, silentSince } = network;
  const label = networkLabel(name);
  return (
    <>
      {silentSince === null ? null : (
        <Banner look="bad" {...TO_NETWORKS}>
          <Strong>
            No worker has reported on {label} for <TimeSince at={silentSince} />.
          </Strong>{" "}
          Another one takes over within seconds, if one is running; what is mined meanwhile is read then.
        </Banner>
      )}
      {status === "down" ? <Down network={network} /> : null}
      {blocksFailingSince === null ? null : (
        <Banner look="warn" {...TO_NETWORKS}>
          <Strong>
            No block of {label} could be read for <TimeSince at={blocksFailingSince} />.
          </Strong>{" "}
          Pending transactions are still matched; what becomes of them is not known until blocks can be read again.
        </Banner>
      )}
      {blocksOnly === "endpoints" && status !== "down" ? (
        <Banner look="warn" {...TO_NETWORKS}>
          <Strong>No endpoint of {label} shows pending transactions.</Strong> Alerts appear only once a transaction is
          mined.
        </Banner>
      ) : null}
      <Quarantined label={label} endpoints={status === "down" ? [] : quarantined} of={network.endpoints} />
      <Backfill label={label} backfill={network.backfill} />
    </>
  );
}

function Down({ network: { name, downSince, reason } }: { network: NetworkStatus }) {
  return (
    <Banner look="bad" {...TO_NETWORKS}>
      <Strong>
        {networkLabel(name)}{" "}
        {downSince === null ? (
          "isn't being watched"
        ) : (
          <>
            hasn't been watched for <TimeSince at={downSince} />
          </>
        )}
      </Strong>
      {reason === null ? "." : `: ${sentence(reason)}`} Reconnecting by itself; notifications still go out.
    </Banner>
  );
}

interface QuarantinedProps {
  label: string;
  endpoints: NetworkStatus["quarantined"];
  /** Endpoints in all. */
  of: number;
}

function Quarantined({ label, endpoints, of }: QuarantinedProps) {
  const [first, ...others] = endpoints;
  if (first === undefined) return null;
  return (
    <Banner look="warn" {...TO_NETWORKS}>
      <Strong>
        {endpoints.length} of {of} endpoints of {label} {others.length === 0 ? "is" : "are"} quarantined
      </Strong>
      : {visibleText(first.host, 60)}
      {first.reason === null ? "." : `, ${sentence(first.reason)}`}
      {others.length === 0 ? "" : ` And ${others.length} more.`}{" "}
      {endpoints.length < of ? "The others go on." : "What is seen of it is still matched."}
    </Banner>
  );
}

function Backfill({ label, backfill }: { label: string; backfill: NetworkStatus["backfill"] }) {
  if (backfill === null || backfill.total < MIN_BACKFILL) return null;
  const { done, total } = backfill;
  return (
    <Banner look="info" to={paths.networks()} link="See how far it is">
      <Strong>
        {label} catches up: {done.toLocaleString("en-US")} of {total.toLocaleString("en-US")} missed blocks are read.
      </Strong>{" "}
      Alerts of that time come late; new ones are not held up.
    </Banner>
  );
}

function Strong({ children }: { children: ReactNode }) {
  return <strong className="tabular font-semibold">{children}</strong>;
}

/** What an endpoint said, with one full stop. */
function sentence(text: string): string {
  return `${visibleText(text, 160).replace(/\.$/, "")}.`;
}
