import type { ReactNode } from "react";
import { AddressView } from "~/components/address-view";
import { Amount } from "~/components/amount";
import { networkLabel } from "~/components/format/network-label";
import { HashView } from "~/components/hash-view";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Alert } from "~/domain/alerts/alert";
import type { AlertFacts } from "~/domain/alerts/alert-facts";

/** The transaction in plain facts, and which endpoint saw it first. */
export function TransactionFacts({ alert, facts }: { alert: Alert; facts: AlertFacts }) {
  const { network, txHash, earlierHashes, from, to, value, blockNumber, replacedByHash, detectedAt } = alert;
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-y-1.5 text-sm [&>dt]:text-xs [&>dt]:text-faint">
      <Fact name="Hash">
        <HashView hash={txHash} network={network} />
      </Fact>
      {earlierHashes.length === 0 ? null : (
        <Fact name="Before">
          <span className="flex flex-col">
            {earlierHashes.map((hash) => (
              <HashView key={hash} hash={hash} network={network} />
            ))}
          </span>
        </Fact>
      )}
      <Fact name="From">
        <AddressView address={from} network={network} />
      </Fact>
      <Fact name="To">
        {to === null ? (
          <span className="text-muted">a new contract</span>
        ) : (
          <AddressView address={to} network={network} />
        )}
      </Fact>
      <Fact name="Value">
        <Amount wei={value} network={network} />
      </Fact>
      <Fact name="Nonce">
        <span className="font-mono text-xs">{facts.nonce}</span>
      </Fact>
      <Fact name="Network">{networkLabel(network)}</Fact>
      {blockNumber === null ? null : (
        <Fact name="Block">
          <span className="font-mono text-xs">{blockNumber.toLocaleString("en-US")}</span>
        </Fact>
      )}
      {replacedByHash === null ? null : (
        <Fact name={alert.txStatus === "replaced" ? "Replaced by" : "Replacing it"}>
          <HashView hash={replacedByHash} network={network} />
        </Fact>
      )}
      <Fact name="First seen">
        <Sightings sightings={facts.firstSeen} detectedAt={detectedAt} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="flex min-h-6 min-w-0 items-center">{children}</dd>
    </>
  );
}

function Sightings({ sightings, detectedAt }: { sightings: AlertFacts["firstSeen"]; detectedAt: string }) {
  const [first] = sightings;
  if (first === undefined) return <TimeAgo at={detectedAt} className="text-sm" />;
  return (
    <ol className="flex min-w-0 flex-col gap-0.5 text-xs">
      {sightings.map(({ host, at }, index) => (
        <li key={`${host}${at}`} className="flex min-w-0 gap-2">
          <span className="min-w-0 truncate font-mono text-muted">
            <HostileText text={host ?? "an endpoint since removed"} max={60} />
          </span>
          <span className="tabular shrink-0 text-faint">
            {index === 0 ? <TimeAgo at={at} /> : `+${Date.parse(at) - Date.parse(first.at)} ms`}
          </span>
        </li>
      ))}
    </ol>
  );
}
