import { exactTime } from "./format/exact-time";
import { relativeTime } from "./format/relative-time";
import { useNow } from "./use-now";

interface Props {
  at: string;
  className?: string;
}

/** A moment, relative and alive; its exact UTC on hover. */
export function TimeAgo({ at, className }: Props) {
  const nowMs = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {relativeTime(Date.parse(at), nowMs)}
    </time>
  );
}
