import { useCallback, useEffect, useReducer } from "react";

import type { Alert } from "~/domain/alerts/alert";
import type { FeedFilter } from "./feed-filter";
import { type FeedState, feedReducer } from "./feed-state";
import { matchesFilter } from "./matches-filter";
import { type StreamState, useAlertStream } from "./use-alert-stream";

interface Options {
  alerts: Alert[];
  filter: FeedFilter;
  /** The event after which the stream begins. */
  after: string | null;
  paused: boolean;
  /** New rows wait: the reader has scrolled, or holds a selection. */
  shouldHold: () => boolean;
}

interface Feed extends FeedState {
  stream: StreamState;
  addOlder: (alerts: Alert[]) => void;
  markAcknowledged: (ids: readonly string[]) => void;
  release: () => void;
}

/** Scrolled further than this, a new row at the top would move what is being read. */
const SCROLLED_PX = 90;

/** The feed's rows, as loaded and then as they happen. */
export function useFeed({ alerts, filter, after, paused, shouldHold }: Options): Feed {
  const [state, dispatch] = useReducer(feedReducer, { shown: alerts, waiting: [], arrived: new Set<string>() });
  useEffect(() => dispatch({ type: "loaded", alerts }), [alerts]);

  const stream = useAlertStream({
    after,
    paused,
    onCreated: (alert) => {
      if (!matchesFilter(alert, filter)) return;
      dispatch({ type: "created", alert, hold: window.scrollY > SCROLLED_PX || shouldHold() });
    },
    onUpdated: (alert) => dispatch({ type: "updated", alert }),
  });
  return {
    ...state,
    stream,
    addOlder: useCallback((older: Alert[]) => dispatch({ type: "older", alerts: older }), []),
    markAcknowledged: useCallback(
      (ids: readonly string[]) => dispatch({ type: "acknowledged", ids, at: new Date().toISOString() }),
      [],
    ),
    release: useCallback(() => {
      dispatch({ type: "released" });
      window.scrollTo({ top: 0 });
    }, []),
  };
}
