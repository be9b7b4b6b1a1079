import { useEffect, useRef, useState } from "react";

import { askSystemStatus } from "~/components/ask-system-status";
import type { Alert } from "~/domain/alerts/alert";
import { paths } from "~/paths";

export type StreamState = "connecting" | "live" | "reconnecting" | "paused" | "signed-out";

interface Options {
  /** The event after which to begin, so that nothing is lost between the page and the stream. */
  after: string | null;
  paused: boolean;
  onCreated: (alert: Alert) => void;
  onUpdated: (alert: Alert) => void;
}

/** The server pings every 15 s; a connection silent for longer is dead, whatever the browser thinks. */
const SILENCE_MS = 40_000;
const RETRY_MS = 3_000;

/** Follows the alerts live. Resumes after any interruption where it left off. */
export function useAlertStream({ after, paused, onCreated, onUpdated }: Options): StreamState {
  const [state, setState] = useState<StreamState>("connecting");
  const handlers = useRef({ onCreated, onUpdated });
  const lastId = useRef(after);
  useEffect(() => {
    handlers.current = { onCreated, onUpdated };
  });
  useEffect(() => {
    lastId.current = after;
  }, [after]);

  useEffect(() => {
    if (paused) {
      setState("paused");
      return;
    }
    return follow({
      lastId,
      onState: setState,
      onEvent: (type, alert) =>
        type === "alert.created" ? handlers.current.onCreated(alert) : handlers.current.onUpdated(alert),
    });
  }, [paused]);
  return state;
}

interface Following {
  lastId: { current: string | null };
  onState: (state: StreamState) => void;
  onEvent: (type: "alert.created" | "alert.updated", alert: Alert) => void;
}

function follow({ lastId, onState, onEvent }: Following): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const reconnectIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      onState("reconnecting");
      connect();
    }, ms);
  };
  const connect = () => {
    source?.close();
    const query = lastId.current === null ? "" : `?after=${encodeURIComponent(lastId.current)}`;
    source = new EventSource(paths.alertStream() + query);
    // A server that takes the connection but never answers is tried anew as well.
    reconnectIn(SILENCE_MS);
    source.addEventListener("open", () => {
      onState("live");
      reconnectIn(SILENCE_MS);
    });
    source.addEventListener("ping", () => reconnectIn(SILENCE_MS));
    for (const type of ["alert.created", "alert.updated"] as const) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        if (event.lastEventId !== "") lastId.current = event.lastEventId;
        reconnectIn(SILENCE_MS);
        onEvent(type, JSON.parse(event.data) as Alert);
      });
    }
    source.addEventListener("error", () => {
      if (ended) return;
      onState("reconnecting");
      // The browser tries again by itself after a broken connection, but never after a refusal.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      void askSystemStatus().then((answer) => {
        if (ended) return;
        if (answer === "signed-out") onState("signed-out");
        else reconnectIn(RETRY_MS);
      });
    });
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
