import { useSyncExternalStore } from "react";

/**
 * Whether the page is in a tab that nobody sees. Alerts are opened in many tabs, and browsers allow six connections to a
 * server over HTTP/1.1: those unseen give theirs up, and catch up when they are looked at again.
 */
export function usePageHidden(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
    () => document.visibilityState === "hidden",
    () => false,
  );
}
