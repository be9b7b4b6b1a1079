import { Link } from "@remix-run/react";
import { Radar } from "lucide-react";
import { HashView } from "~/components/hash-view";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Alert } from "~/domain/alerts/alert";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { foldEvents } from "./fold-events";
import { inTimelineOrder } from "./in-timeline-order";
import { TIMELINE_LOOKS } from "./timeline-looks";

/** Events whose transaction is another one than the alert's was until then: its hash is worth showing. */
const WITH_HASH = new Set(["sped_up", "cancelling", "replacing", "replaced"]);

/** Everything that happened to an alert, oldest first. */
export function AlertTimeline({ events, alert }: { events: TimelineEvent[]; alert: Alert }) {
  const told = foldEvents(inTimelineOrder(events));
  return (
    <ol className="flex flex-col">
      {told.map((event, index) => (
        <Entry key={event.id} event={event} alert={alert} isLast={index === told.length - 1} />
      ))}
    </ol>
  );
}

function Entry({ event, alert, isLast }: { event: TimelineEvent; alert: Alert; isLast: boolean }) {
  const look = TIMELINE_LOOKS[event.kind];
  const Icon = look?.icon ?? Radar;
  const detail = look?.detail?.(event) ?? null;
  const hash = WITH_HASH.has(event.kind) && typeof event.data.hash === "string" ? event.data.hash : null;
  const link = look?.link?.(event) ?? null;
  const note = typeof event.data.note === "string" ? event.data.note : null;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {isLast ? null : <span aria-hidden className="absolute top-6 bottom-0 left-[11px] w-px bg-line" />}
      <span className="grid size-6 shrink-0 place-content-center rounded-full border border-line bg-ground text-muted">
        <Icon size={12} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 pt-0.5 text-sm">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="[overflow-wrap:anywhere]">
            <HostileText text={look?.words(event, alert) ?? event.kind} max={300} />
          </span>
          <TimeAgo at={event.at} className="text-xs text-faint" />
        </div>
        {detail === null ? null : (
          <p className="text-xs text-muted [overflow-wrap:anywhere]">
            <HostileText text={detail} max={200} expandable />
          </p>
        )}
        {link === null ? null : (
          <Link to={link.to} className="text-xs text-accent underline underline-offset-2">
            {link.text}
          </Link>
        )}
        {hash === null ? null : <HashView hash={hash} network={alert.network} className="text-muted" />}
        {note === null ? null : (
          <p className="mt-1 rounded bg-ground px-2.5 py-1.5 text-sm text-muted">
            <HostileText text={note} max={300} expandable />
          </p>
        )}
      </div>
    </li>
  );
}
