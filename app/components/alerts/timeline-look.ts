import type { LucideIcon } from "lucide-react";

import type { Alert } from "~/domain/alerts/alert";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";

/** How a kind of event looks on an alert's timeline. */
export interface TimelineLook {
  icon: LucideIcon;
  /** May hold names from outside. */
  words: (event: TimelineEvent, alert: Pick<Alert, "detection">) => string;
  /** What more there is to say; may be from outside. */
  detail?: (event: TimelineEvent) => string | null;
  /** Where there is more of it, in Sentinel. */
  link?: (event: TimelineEvent) => { to: string; text: string } | null;
}
