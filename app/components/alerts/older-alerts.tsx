import { Link, useFetcher } from "@remix-run/react";
import { type MouseEvent, useEffect, useState } from "react";
import { buttonClass } from "~/components/ui/button-class";
import { Skeleton } from "~/components/ui/skeleton";
import type { Alert } from "~/domain/alerts/alert";
import { paths } from "~/paths";
import { type FeedFilter, feedSearch } from "./feed-filter";

/** The link's id, for the keyboard. */
export const OLDER_ALERTS_ID = "older-alerts";

interface Props {
  filter: FeedFilter;
  nextCursor: string | null;
  isOlderPart: boolean;
  onLoaded: (alerts: Alert[]) => void;
}

interface Part {
  alerts: Alert[];
  nextCursor: string | null;
}

/** The way to older alerts: a link to the next part, which with scripts is put below this one instead. */
export function OlderAlerts({ filter, nextCursor, isOlderPart, onLoaded }: Props) {
  const { data, load, state } = useFetcher<Part>();
  const [cursor, setCursor] = useState(nextCursor);
  useEffect(() => setCursor(nextCursor), [nextCursor]);
  useEffect(() => {
    if (!data) return;
    onLoaded(data.alerts);
    setCursor(data.nextCursor);
  }, [data, onLoaded]);

  const search = new URLSearchParams(feedSearch(filter));
  if (cursor !== null) search.set("cursor", cursor);
  const show = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    load(`${paths.alerts()}?index&${search}`);
  };
  return (
    <div className="flex justify-center gap-2 py-4">
      {state === "loading" ? <Skeleton className="h-9 w-40" /> : null}
      {cursor !== null && state === "idle" ? (
        <Link id={OLDER_ALERTS_ID} to={paths.alerts(search.toString())} onClick={show} className={buttonClass("quiet")}>
          Show older alerts
        </Link>
      ) : null}
      {isOlderPart ? (
        <Link to={paths.alerts(feedSearch(filter))} className={buttonClass()}>
          Back to the newest
        </Link>
      ) : null}
    </div>
  );
}
