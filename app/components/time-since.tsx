import { exactTime } from "./format/exact-time";
import { span } from "./format/relative-time";
import { useNow } from "./use-now";

interface Props {
  /** When it began. */
  at: string;
  className?: string;
}

/** How long something has lasted so far: `4 s`, counting. */
export function TimeSince({ at, className }: Props) {
  const nowMs = useNow();
  return (
    <time dateTime={at} title={`since ${exactTime(at)}`} className={className}>
      {span((nowMs - Date.parse(at)) / 1000)}
    </time>
  );
}
