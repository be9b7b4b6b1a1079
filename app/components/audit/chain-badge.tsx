import { Form } from "@remix-run/react";
import { Link2, Link2Off, ShieldAlert, ShieldCheck } from "lucide-react";

import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import type { AuditVerdict } from "~/domain/audit/audit-verdict";

const WORDS = {
  altered: "An entry was altered",
  missing: "Entries were taken out",
  truncated: "The newest entries were cut off",
  rewritten: "The log was written anew",
};

/** Whether the chain holds, as far as it was checked, and the way to check it now. */
export function ChainBadge({ verdict }: { verdict: AuditVerdict | null }) {
  return (
    <div
      className={`mb-3 flex flex-wrap items-center justify-between gap-3 rounded-lg border px-4 py-2.5 text-sm ${
        verdict?.ok === false ? "border-critical/50 bg-critical/8" : "border-line bg-surface"
      }`}
    >
      <div role="status" className="flex min-w-0 items-start gap-2.5">
        <State verdict={verdict} />
      </div>
      <Form method="post">
        <Button type="submit" size="sm" name="intent" value="verify">
          Verify now
        </Button>
      </Form>
    </div>
  );
}

function State({ verdict }: { verdict: AuditVerdict | null }) {
  if (verdict === null) {
    return (
      <>
        <Link2 size={16} aria-hidden className="mt-0.5 shrink-0 text-faint" />
        <p className="text-muted">The chain was not verified yet. Sentinel does so by itself once a day.</p>
      </>
    );
  }
  const { broken, checkedAt, head, lastCheckpoint } = verdict;
  if (broken !== undefined) {
    return (
      <>
        <ShieldAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-critical" />
        <div className="min-w-0">
          <p className="font-semibold text-critical">
            {WORDS[broken.kind]}
            {broken.seq === null ? "" : `, at #${broken.seq.toLocaleString("en-US")}`}
          </p>
          <p className="text-xs text-muted [overflow-wrap:anywhere]">
            {broken.detail} Found <TimeAgo at={checkedAt} />. Compare with the checkpoints kept elsewhere.
          </p>
        </div>
      </>
    );
  }
  return (
    <>
      <ShieldCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-good" />
      <p>
        Verified to <span className="font-mono tabular">#{head.seq.toLocaleString("en-US")}</span>,{" "}
        <TimeAgo at={checkedAt} />
        <span className="text-muted">
          {" · "}
          {lastCheckpoint === null ? (
            <>
              <Link2Off size={13} aria-hidden className="mr-1 inline" />
              no signed checkpoint yet
            </>
          ) : (
            <>
              signed to #{lastCheckpoint.seq.toLocaleString("en-US")}, <TimeAgo at={lastCheckpoint.createdAt} />
            </>
          )}
        </span>
      </p>
    </>
  );
}
