import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { ProgressBar } from "~/components/ui/progress-bar";
import type { Backfill } from "~/domain/networks/network";

const whole = (number: number) => number.toLocaleString("en-US");

/** Blocks that were missed, and how far the reading of them has come. */
export function BackfillList({ backfills }: { backfills: readonly Backfill[] }) {
  return (
    <ol className="divide-y divide-line">
      {backfills.map((one) => (
        <li
          key={`${one.startedAt}-${one.fromBlock}`}
          className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-1.5 text-sm"
        >
          <TimeAgo at={one.startedAt} className="w-24 text-xs text-faint" />
          <span className="tabular">
            blocks {whole(one.fromBlock)} to {whole(one.toBlock)}
          </span>
          <Progress backfill={one} />
          <span className="min-w-0 flex-1 basis-40 text-xs text-muted [overflow-wrap:anywhere]">
            <HostileText text={one.reason} max={160} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Progress({ backfill: { fromBlock, toBlock, nextBlock, finishedAt } }: { backfill: Backfill }) {
  if (finishedAt !== null) return <span className="text-xs text-good">all read</span>;
  const [done, all] = [Math.max(0, nextBlock - fromBlock), toBlock - fromBlock + 1];
  return (
    <span className="flex items-center gap-2 text-xs">
      <ProgressBar label={`Back-fill of blocks ${fromBlock} to ${toBlock}`} done={done} total={all} className="w-28" />
      <span className="tabular text-muted">
        {whole(done)} of {whole(all)}
      </span>
    </span>
  );
}
