import {
  Ban,
  BellMinus,
  BellOff,
  BellRing,
  Check,
  CircleCheck,
  CircleX,
  type LucideIcon,
  Radar,
  Repeat,
  Replace,
} from "lucide-react";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { inTimelineOrder } from "./in-timeline-order";

type Look = { icon: LucideIcon; words: (event: TimelineEvent) => string };

const LOOKS: Record<string, Look> = {
  created: { icon: Radar, words: () => "Seen in the mempool" },
  confirmed: { icon: CircleCheck, words: (event) => `Confirmed in block ${blockOf(event)}` },
  failed: { icon: CircleX, words: (event) => `Reverted in block ${blockOf(event)}` },
  replaced: {
    icon: Replace,
    words: ({ data }) =>
      data.isCancellation === true ? "Cancelled by its sender" : "Replaced by another transaction with the same nonce",
  },
  dropped: { icon: Ban, words: () => "Dropped from the mempool" },
  acknowledged: { icon: Check, words: ({ actorName }) => `Acknowledged by ${actorName ?? "somebody since removed"}` },
  repeated: { icon: Repeat, words: ({ data }) => repeatWords(Number(data.count ?? 1)) },
  notified: { icon: BellRing, words: ({ data }) => `Told ${channelOf(data)}` },
  notification_failed: { icon: BellMinus, words: ({ data }) => `${channelOf(data)} could not be told` },
  not_notified: { icon: BellOff, words: () => "Nobody notified: the rule is cooling down" },
};

const channelOf = (data: TimelineEvent["data"]) =>
  typeof data.channelName === "string" ? data.channelName : "a channel since removed";

/** Everything that happened to an alert, oldest first. */
export function AlertTimeline({ events }: { events: TimelineEvent[] }) {
  return (
    <ol className="flex flex-col">
      {inTimelineOrder(events).map((event, index) => (
        <Entry key={event.id} event={event} isLast={index === events.length - 1} />
      ))}
    </ol>
  );
}

function Entry({ event, isLast }: { event: TimelineEvent; isLast: boolean }) {
  const look = LOOKS[event.kind];
  const Icon = look?.icon ?? Radar;
  const note = typeof event.data.note === "string" ? event.data.note : null;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {isLast ? null : <span aria-hidden className="absolute top-6 bottom-0 left-[11px] w-px bg-line" />}
      <span className="grid size-6 shrink-0 place-content-center rounded-full border border-line bg-ground text-muted">
        <Icon size={12} aria-hidden />
      </span>
      <div className="min-w-0 flex-1 pt-0.5 text-sm">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="[overflow-wrap:anywhere]">{look?.words(event) ?? event.kind}</span>
          <TimeAgo at={event.at} className="text-xs text-faint" />
        </div>
        {note === null ? null : (
          <p className="mt-1 rounded bg-ground px-2.5 py-1.5 text-sm text-muted">
            <HostileText text={note} max={300} expandable />
          </p>
        )}
      </div>
    </li>
  );
}

function blockOf({ data }: TimelineEvent): string {
  return Number(data.blockNumber ?? 0).toLocaleString("en-US");
}

function repeatWords(count: number): string {
  return count === 1 ? "Happened once more" : `Happened ${count} more times`;
}
