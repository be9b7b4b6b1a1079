import { span } from "~/components/format/relative-time";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { TimeSince } from "~/components/time-since";
import type { Gap } from "~/domain/networks/network";

/** When nothing was listening, and what may have been missed. */
export function GapList({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <p className="text-sm text-muted">None recorded.</p>;
  return (
    <ol className="divide-y divide-line">
      {gaps.map((gap) => (
        <li key={gap.startedAt} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-1.5 text-sm">
          <TimeAgo at={gap.startedAt} className="w-24 text-xs text-faint" />
          <span className="tabular w-24">
            {gap.endedAt === null ? (
              <span className="font-medium text-critical">
                <TimeSince at={gap.startedAt} />, still
              </span>
            ) : (
              span((Date.parse(gap.endedAt) - Date.parse(gap.startedAt)) / 1000)
            )}
          </span>
          <span className="tabular text-xs text-muted">{blockWords(gap)}</span>
          <span className="min-w-0 flex-1 basis-60 text-xs text-muted [overflow-wrap:anywhere]">
            <HostileText text={gap.reason} max={160} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function blockWords({ fromBlock, toBlock }: Gap): string {
  if (fromBlock === null) return "";
  const from = fromBlock.toLocaleString("en-US");
  // A chain that began anew (a local one, restarted) ends a gap at a lower block than it began.
  return toBlock === null || toBlock < fromBlock
    ? `after block ${from}`
    : `blocks ${from} to ${toBlock.toLocaleString("en-US")}`;
}
