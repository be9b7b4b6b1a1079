import { useEffect, useState } from "react";

import { paths } from "~/paths";
import type { SystemStatus } from "./system-status";

const POLL_MS = 10_000;
const GIVE_UP_MS = 8_000;

/** The system's state, asked again every few seconds while the page is looked at. */
export interface WatchedStatus {
  status: SystemStatus;
  /** When Sentinel itself last answered, while it doesn't; milliseconds. */
  unreachableSince: number | null;
}

/** Starts with what the page was loaded with, then keeps asking. */
export function useSystemStatus(loaded: SystemStatus): WatchedStatus {
  const [watched, setWatched] = useState<WatchedStatus>({ status: loaded, unreachableSince: null });
  useEffect(() => setWatched({ status: loaded, unreachableSince: null }), [loaded]);

  useEffect(() => {
    let ended = false;
    const ask = async () => {
      if (document.visibilityState === "hidden") return;
      const answer = await askOnce();
      if (ended) return;
      setWatched((before) =>
        answer === "unreachable"
          ? { ...before, unreachableSince: before.unreachableSince ?? Date.now() }
          : { status: answer, unreachableSince: null },
      );
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

async function askOnce(): Promise<SystemStatus | "unreachable"> {
  try {
    const response = await fetch(paths.systemStatus(), { signal: AbortSignal.timeout(GIVE_UP_MS) });
    return response.ok ? ((await response.json()) as SystemStatus) : "unreachable";
  } catch {
    // No connection or no answer in time: that is the news.
    return "unreachable";
  }
}
