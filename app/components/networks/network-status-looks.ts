import { CircleAlert, CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";

import type { Network } from "~/domain/networks/network";

/** How a network's state is shown. */
export const NETWORK_STATUS_LOOKS: Record<
  Network["health"]["status"],
  { label: string; icon: LucideIcon; text: string }
> = {
  live: { label: "Live", icon: CircleCheck, text: "text-good" },
  degraded: { label: "Degraded", icon: CircleAlert, text: "text-medium" },
  down: { label: "Down", icon: CircleX, text: "text-critical" },
  unknown: { label: "Unknown", icon: CircleHelp, text: "text-faint" },
};
