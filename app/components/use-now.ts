import { createContext, useContext, useSyncExternalStore } from "react";

/** When the server rendered the page, in milliseconds: hydration must tell the same times as the HTML. */
export const RenderedAtContext = createContext(0);

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = 0;

function subscribe(listener: () => void): () => void {
  nowMs = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const notify of listeners) notify();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, a second at a time, in milliseconds: one clock for everything on the page that counts. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAtContext);
  return useSyncExternalStore(
    subscribe,
    () => nowMs || renderedAt,
    () => renderedAt,
  );
}
