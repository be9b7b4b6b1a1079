import { useEffect, useRef, useState } from "react";

import { askSystemStatus } from "~/components/ask-system-status";
import type { SystemStatus } from "./system-status";

const POLL_MS = 10_000;
const WELL = { unreachableSince: null, isSignedOut: false };

/** The system's state, asked again every few seconds while the page is looked at. */
export interface WatchedStatus {
  status: SystemStatus;
  /** When Sentinel itself last answered, while it doesn't; milliseconds. */
  unreachableSince: number | null;
  /** The session is over: what is shown stays as it was. */
  isSignedOut: boolean;
}

/** Starts with what the page was loaded with, then keeps asking. */
export function useSystemStatus(loaded: SystemStatus): WatchedStatus {
  const [watched, setWatched] = useState<WatchedStatus>({ status: loaded, ...WELL });
  const answeredAt = useRef(0);
  useEffect(() => {
    answeredAt.current = Date.now();
    setWatched({ status: loaded, ...WELL });
  }, [loaded]);

  useEffect(() => {
    let ended = false;
    const ask = async () => {
      if (document.visibilityState === "hidden") return;
      const answer = await askSystemStatus();
      if (ended) return;
      if (answer !== "unreachable") answeredAt.current = Date.now();
      setWatched((before) => {
        if (answer === "signed-out") return { ...before, ...WELL, isSignedOut: true };
        if (answer !== "unreachable") return { status: answer, ...WELL };
        return { ...before, unreachableSince: before.unreachableSince ?? answeredAt.current };
      });
    };
    const timer = setInterval(ask, POLL_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      ended = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, []);
  return watched;
}
