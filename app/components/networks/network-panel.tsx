import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { TimeSince } from "~/components/time-since";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { Network } from "~/domain/networks/network";
import { EndpointCard } from "./endpoint-card";
import { GapList } from "./gap-list";
import { NETWORK_STATUS_LOOKS } from "./network-status-looks";

/** One network: whether it is watched, by which endpoints, and when it was not. */
export function NetworkPanel({ network }: { network: Network }) {
  const { name, chainId, health, enabled } = network;
  const { icon: Icon, label, text } = NETWORK_STATUS_LOOKS[health.status];
  const allFirstSeen = health.endpoints.reduce((sum, endpoint) => sum + endpoint.firstSeen, 0);
  const openGap = health.gaps.find((gap) => gap.endedAt === null);
  return (
    <Panel
      title={networkLabel(name)}
      aside={
        <>
          <span className="tabular">chain {chainId}</span>
          <span className={cx("inline-flex items-center gap-1.5 font-semibold", text)}>
            <Icon size={14} aria-hidden />
            {enabled ? label : "Off"}
          </span>
        </>
      }
    >
      {health.status === "down" && openGap !== undefined ? (
        <Notice look="bad" className="mb-4">
          Nothing has been listened to for <TimeSince at={openGap.startedAt} />. Sentinel goes on trying; what is mined
          meanwhile may be missed and stands below as a gap.
        </Notice>
      ) : null}
      {health.endpoints.length === 0 ? (
        <p className="text-sm text-muted">It has no endpoint: nothing is listened to.</p>
      ) : (
        <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {health.endpoints.map((endpoint) => (
            <EndpointCard key={endpoint.id} endpoint={endpoint} allFirstSeen={allFirstSeen} />
          ))}
        </div>
      )}
      <h3 className="mt-5 mb-1 text-sm font-semibold">Gaps</h3>
      <GapList gaps={health.gaps} />
      <p className="mt-3 text-xs text-faint">
        An alert's transaction counts as confirmed from its first block on. Later reorganisations are not followed.
      </p>
    </Panel>
  );
}
