import { CircleAlert, CircleCheck, CircleHelp, CircleX, Loader, type LucideIcon, Octagon, Pause } from "lucide-react";

interface Look {
  label: string;
  icon: LucideIcon;
  text: string;
}

const LOOKS: Record<string, Look> = {
  live: { label: "Live", icon: CircleCheck, text: "text-good" },
  connecting: { label: "Connecting", icon: Loader, text: "text-muted" },
  silent: { label: "No pending transactions", icon: CircleAlert, text: "text-medium" },
  stale: { label: "Head stands still", icon: CircleAlert, text: "text-medium" },
  backing_off: { label: "Reconnecting", icon: CircleX, text: "text-critical" },
  quarantined: { label: "Quarantined", icon: Octagon, text: "text-critical" },
  stopped: { label: "Stopped", icon: Pause, text: "text-faint" },
};
const UNKNOWN: Look = { label: "Unknown", icon: CircleHelp, text: "text-faint" };

/** How an endpoint's state is shown. */
export function endpointLook(state: string): Look {
  return LOOKS[state] ?? UNKNOWN;
}

const KINDS: Record<string, string> = {
  full: "whole transactions",
  full_without_sender: "whole transactions without sender (erigon)",
  hashes: "hashes, then looked up",
  heads_only: "refused: blocks only",
  unknown: "not known yet",
};

/** What an endpoint's pending subscription delivers, in words. */
export function subscriptionWords(kind: string): string {
  return KINDS[kind] ?? kind.replaceAll("_", " ");
}
