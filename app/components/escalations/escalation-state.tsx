import { Link } from "@remix-run/react";
import { Siren } from "lucide-react";
import { endReasonWords } from "~/components/alerts/end-reason-words";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Escalation } from "~/domain/escalations/escalation";
import { paths } from "~/paths";
import { nextWords, placeWords } from "./next-words";

/** Where an alert's escalation stands: who is told next, and when. */
export function EscalationState({ escalation }: { escalation: Escalation }) {
  const { state, policyId, policyName, nextAt, endReason } = escalation;
  const isRunning = state === "running";
  const place = placeWords(escalation);
  return (
    <div className="mb-3 flex items-start gap-2.5 border-b border-line pb-3 text-sm">
      <Siren size={16} aria-hidden className={`mt-0.5 shrink-0 ${isRunning ? "text-high" : "text-faint"}`} />
      <div className="min-w-0">
        {isRunning && nextAt !== null ? (
          <p>
            <strong className="tabular font-semibold">
              Next, <TimeAgo at={nextAt} />:
            </strong>{" "}
            <HostileText text={nextWords(escalation)} max={200} />
          </p>
        ) : (
          <p className="text-muted">
            The escalation{" "}
            {state === "acknowledged" ? "stopped: the alert was acknowledged" : `ended: ${endReasonWords(endReason)}`}.
          </p>
        )}
        <p className="text-xs text-faint">
          {isRunning && place !== null ? `${place} · policy` : "Policy"}{" "}
          <Link to={paths.escalation(policyId)} className="underline underline-offset-2 hover:text-ink">
            <HostileText text={policyName} max={60} />
          </Link>
        </p>
      </div>
    </div>
  );
}
