import { useSyncExternalStore } from "react";

const subscribe = () => () => {};
const isApple = () => /Mac OS|iPhone|iPad/.test(navigator.userAgent);

/** The key that shortcuts are held with, as this keyboard labels it: ⌘ on Apple's, Ctrl elsewhere. */
export function ModKey() {
  return useSyncExternalStore(subscribe, isApple, () => false) ? "⌘" : "Ctrl";
}
