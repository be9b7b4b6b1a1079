import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page's scripts run: what works only by them is offered then. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
