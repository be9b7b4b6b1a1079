import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/**
 * Keeps a secret that only an action's answer carries, for bringing the page up to date drops the answer; and forgets
 * it when the page is left, so that the browser's back button, which may bring a page back as it stood, doesn't show it.
 *
 * @param answered The secret in the latest answer; null when that has none.
 * @returns What was answered last, while it may be shown.
 */
export function useShownOnce<T extends object>(answered: T | null): T | null {
  const [shown, setShown] = useState<T | null>(answered);
  const [seen, setSeen] = useState<T | null>(answered);
  if (answered !== null && answered !== seen) {
    setSeen(answered);
    setShown(answered);
  }
  useEffect(() => {
    // At once: what is painted when the page is frozen is what comes back.
    const forget = () => flushSync(() => setShown(null));
    window.addEventListener("pagehide", forget);
    return () => window.removeEventListener("pagehide", forget);
  }, []);
  return answered !== null && answered !== seen ? answered : shown;
}
