import { BellOff, CalendarClock, CircleCheck } from "lucide-react";

import { exactTime } from "~/components/format/exact-time";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Silence } from "~/domain/silences/silence";

const LOOKS = {
  active: { icon: BellOff, label: "In force", className: "text-medium" },
  pending: { icon: CalendarClock, label: "Scheduled", className: "text-accent" },
  expired: { icon: CircleCheck, label: "Ended", className: "text-faint" },
};

/** What a silence keeps quiet, why, by whose order and until when. */
export function SilenceFacts({ silence }: { silence: Silence }) {
  const { state, summary, reason, createdByName, startsAt, endsAt, suppressed } = silence;
  const { icon: Icon, label, className } = LOOKS[state];
  return (
    <section aria-label="The silence" className="mb-8 rounded-lg border border-line bg-surface p-4 shadow-raised">
      <p className="flex items-start gap-2.5">
        <Icon size={18} aria-hidden className={`mt-0.5 shrink-0 ${className}`} />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <strong className="font-semibold">{label}:</strong> <HostileText text={summary} max={300} />
        </span>
      </p>
      <p className="mt-1 pl-7 text-sm text-muted [overflow-wrap:anywhere]">
        “<HostileText text={reason} max={500} />”{" "}
        {createdByName === null ? null : (
          <>
            – <HostileText text={createdByName} max={60} />
          </>
        )}
      </p>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 pl-7 text-sm">
        <Fact label={state === "pending" ? "Begins" : "Began"}>
          <TimeAgo at={startsAt} /> <span className="text-faint">{minute(startsAt)}</span>
        </Fact>
        <Fact label={state === "expired" ? "Ended" : "Ends"}>
          <TimeAgo at={endsAt} /> <span className="text-faint">{minute(endsAt)}</span>
        </Fact>
        {state === "pending" ? null : (
          <Fact label="Kept quiet">
            {suppressed === 0 ? "nothing so far" : suppressed.toLocaleString("en-US")}
            {suppressed === 0 ? null : suppressed === 1 ? " alert" : " alerts"}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-faint">{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function minute(at: string): string {
  return `${exactTime(at).slice(0, 16)} UTC`;
}
