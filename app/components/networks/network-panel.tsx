import { Link } from "@remix-run/react";

import { CoverageTable } from "~/components/coverage/coverage-table";
import { coverageWords } from "~/components/coverage/coverage-words";
import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { useRights } from "~/components/rights-context";
import { TimeSince } from "~/components/time-since";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { Coverage } from "~/domain/coverage/coverage";
import { isMempoolLess } from "~/domain/networks/mempool-less-chains";
import type { Network } from "~/domain/networks/network";
import { paths } from "~/paths";
import { BackfillList } from "./backfill-list";
import { EndpointCard } from "./endpoint-card";
import { GapList } from "./gap-list";
import { NetworkFacts } from "./network-facts";
import { NETWORK_STATUS_LOOKS } from "./network-status-looks";

/** One network: whether it is watched, by which endpoints, and when it was not. */
export function NetworkPanel({ network, coverage }: { network: Network; coverage: Coverage }) {
  const { id, name, chainId, health, enabled } = network;
  const { admin } = useRights();
  const { icon: Icon, label, text } = NETWORK_STATUS_LOOKS[health.status];
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
          {admin ? (
            <Link to={paths.network(id)} aria-label={`Change ${name}`} className={buttonClass("plain", "sm")}>
              Change
            </Link>
          ) : null}
        </>
      }
    >
      {health.status === "down" && openGap !== undefined ? (
        <Notice look="bad" className="mb-4">
          Nothing has been listened to for <TimeSince at={openGap.startedAt} />. Sentinel goes on trying; the blocks
          that are mined meanwhile are read as soon as an endpoint is back.
        </Notice>
      ) : null}
      {health.mode === "blocks" ? <BlocksOnly network={network} /> : null}
      {health.report === null ? null : <NetworkFacts report={health.report} />}
      {health.endpoints.length === 0 ? (
        <p className="text-sm text-muted">It has no endpoint: nothing is listened to.</p>
      ) : (
        <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {health.endpoints.map((endpoint) => (
            <EndpointCard key={endpoint.id} endpoint={endpoint} />
          ))}
        </div>
      )}
      <h3 className="mt-5 mb-1 text-sm font-semibold">Gaps</h3>
      <GapList gaps={health.gaps} />
      {health.backfills.length === 0 ? null : (
        <>
          <h3 className="mt-5 mb-1 text-sm font-semibold">Missed blocks</h3>
          <BackfillList backfills={health.backfills} />
        </>
      )}
      <h3 className="mt-5 mb-1 text-sm font-semibold">Coverage</h3>
      <p className="text-sm text-muted">{coverageWords(coverage.total, "network")}</p>
      {coverage.data.length === 0 ? null : (
        <div className="-mx-4 mt-2">
          <CoverageTable caption={`Coverage of ${name} by day`} coverage={coverage} />
        </div>
      )}
    </Panel>
  );
}

/** Why alerts of this network come late: by the chain's nature, or because something is missing. */
function BlocksOnly({ network: { chainId, health } }: { network: Network }) {
  if (isMempoolLess(chainId)) {
    return (
      <Notice look="info" className="mb-4">
        This chain has no public mempool: nothing can be seen before its block. Blocks are watched, so alerts appear
        once the transaction is mined.
      </Notice>
    );
  }
  const hadThem = health.endpoints.some(({ lastPendingAt }) => lastPendingAt !== null);
  return (
    <Notice look="warn" className="mb-4">
      {hadThem
        ? "No endpoint shows pending transactions at the moment."
        : "No endpoint offers pending transactions: some providers leave them out, others sell them apart."}{" "}
      Blocks are watched, so alerts appear only once the transaction is mined.
    </Notice>
  );
}
