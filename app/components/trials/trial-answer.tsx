import { AddressView } from "~/components/address-view";
import { ExplanationTree } from "~/components/alerts/explanation-tree";
import { Amount } from "~/components/amount";
import { HashView } from "~/components/hash-view";
import { HostileText } from "~/components/hostile-text";
import { Notice } from "~/components/ui/notice";
import type { RuleTrial } from "~/domain/rules/rule-trial";

interface Props {
  trial: RuleTrial;
  network: string;
}

/** What the rule says of a transaction: the verdict first, then everything it was asked. */
export function TrialAnswer({ trial, network }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <Verdict trial={trial} />
      <TransactionLine trial={trial} network={network} />
      <section aria-label="What was asked" className="flex flex-col gap-2">
        <h3 className="text-xs font-semibold text-faint">What was asked</h3>
        <ExplanationTree explanation={trial.explanation} />
      </section>
    </div>
  );
}

function Verdict({ trial: { matched, uncertain, nearMisses, call } }: { trial: RuleTrial }) {
  if (matched === true) {
    const inner = call !== null && call.depth > 0;
    return (
      <Notice look="good" live>
        <strong>It matches.</strong> {inner ? "By a call that its calldata carries inside. " : ""}An alert would be
        made.
      </Notice>
    );
  }
  if (matched === null) {
    return (
      <Notice look="warn" live>
        <strong>It can't be told.</strong> An alert would be made, to be safe.{" "}
        {uncertain === null ? null : <HostileText text={uncertain} max={300} expandable />}
      </Notice>
    );
  }
  const [nearest] = nearMisses;
  return (
    <Notice look="info" live>
      <strong>It does not match.</strong>{" "}
      {nearest === undefined ? (
        "More than one thing would have to be different."
      ) : (
        <>
          Only this kept it from matching: <HostileText text={nearest} max={200} expandable />
        </>
      )}
    </Notice>
  );
}

const STATUS = { pending: "pending", confirmed: "mined", failed: "mined, and failed" } as const;

function TransactionLine({ trial: { transaction }, network }: Props) {
  const { hash, from, to, value, status, blockNumber, logs } = transaction;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 text-xs [&>dt]:text-faint">
      <dt>Transaction</dt>
      <dd>{hash === null ? "unsigned" : <HashView hash={hash} network={network} />}</dd>
      <dt>State</dt>
      <dd>
        {STATUS[status]}
        {blockNumber === null
          ? ""
          : ` in block ${blockNumber.toLocaleString("en")}, ${logs} ${logs === 1 ? "event" : "events"}`}
      </dd>
      <dt>From</dt>
      <dd>{from === null ? "not known" : <AddressView address={from} network={network} />}</dd>
      <dt>To</dt>
      <dd>{to === null ? "creates a contract" : <AddressView address={to} network={network} />}</dd>
      <dt>Value</dt>
      <dd>
        <Amount wei={value} network={network} />
      </dd>
    </dl>
  );
}
