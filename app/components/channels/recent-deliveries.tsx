import { Link } from "@remix-run/react";

import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Delivery } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";

const STATES: Record<Delivery["state"], { word: string; text: string }> = {
  queued: { word: "Waiting", text: "text-muted" },
  sending: { word: "Sending", text: "text-accent" },
  delivered: { word: "Delivered", text: "text-good" },
  failed: { word: "Failed", text: "text-critical" },
  held: { word: "Held", text: "text-medium" },
  suppressed: { word: "Not sent", text: "text-muted" },
};
const PURPOSES: Record<string, string> = {
  "alert.created": "Alert",
  "alert.updated": "Update",
  "alert.escalated": "Escalation",
  "delivery.failed": "Failure of another channel",
  "channel.failing": "A channel keeps failing",
  "silence.expiring": "A silence ends",
  "channel.test": "Test",
};

/** The last messages of a channel and how they ended. */
export function RecentDeliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) {
    return <p className="px-4 py-5 text-sm text-muted">Nothing has been sent yet. A test is a delivery too.</p>;
  }
  return (
    <ul className="divide-y divide-line">
      {deliveries.map(({ id, purpose, alertTitle, state, createdAt, lastError }) => (
        <li key={id}>
          <Link
            to={paths.delivery(id)}
            className="flex min-h-row items-center gap-3 px-4 py-2 text-sm hover:bg-ink/4 max-md:min-h-11"
          >
            <span className={cx("w-20 shrink-0 text-xs font-medium", STATES[state].text)}>{STATES[state].word}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                {PURPOSES[purpose] ?? purpose}
                {alertTitle === null ? null : (
                  <>
                    : <HostileText text={alertTitle} max={120} />
                  </>
                )}
              </span>
              {lastError === null || state === "delivered" ? null : (
                <span className="block truncate text-xs text-faint">
                  <HostileText text={lastError} max={160} />
                </span>
              )}
            </span>
            <TimeAgo at={createdAt} className="shrink-0 text-xs text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
