import { Link } from "@remix-run/react";
import { OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { TimeSince } from "~/components/time-since";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import type { WatchedStatus } from "./use-system-status";

/** What keeps Sentinel from its work now: shown on every page until it is over. */
export function Banners({ watched: { status, unreachableSince, isSignedOut } }: { watched: WatchedStatus }) {
  const down = status.networks.filter((network) => network.status === "down");
  const [firstFailing, ...otherFailing] = status.failingChannels;
  return (
    <div role="status" aria-label="System messages">
      {unreachableSince === null ? null : (
        <Banner look="bad">
          Sentinel hasn't answered this browser for <TimeSince at={new Date(unreachableSince).toISOString()} />. What
          you see may be old; it will catch up by itself.
        </Banner>
      )}
      {isSignedOut ? (
        <Banner look="warn" to={paths.signIn()} link="Sign in">
          <strong className="font-semibold">You are signed out.</strong> What you see is no longer brought up to date.
        </Banner>
      ) : null}
      {down.map(({ name, downSince, reason }) => (
        <Banner key={name} look="bad" to={paths.networks()} link="See its endpoints">
          <strong className="font-semibold">
            {networkLabel(name)}{" "}
            {downSince === null ? (
              "isn't being watched"
            ) : (
              <>
                hasn't been watched for <TimeSince at={downSince} />
              </>
            )}
          </strong>
          {reason === null ? "." : `: ${visibleText(reason, 160).replace(/\.$/, "")}.`} Reconnecting by itself;
          notifications still go out.
        </Banner>
      ))}
      {firstFailing === undefined ? null : (
        <Banner look="warn" to={paths.channel(firstFailing.id)} link="Look at the channel">
          <strong className="font-semibold">
            Messages to {visibleText(firstFailing.name, 60)}
            {otherFailing.length === 0 ? "" : ` and ${otherFailing.length} more`} don't arrive
          </strong>
          {firstFailing.lastError === null ? "." : `: ${visibleText(firstFailing.lastError, 140)}`}
        </Banner>
      )}
    </div>
  );
}

interface BannerProps {
  look: "bad" | "warn";
  to?: string;
  link?: string;
  children: ReactNode;
}

function Banner({ look, to, link, children }: BannerProps) {
  const Icon = look === "bad" ? OctagonAlert : TriangleAlert;
  return (
    <div
      className={cx(
        "flex items-start gap-2.5 border-b px-4 py-2 text-sm text-ink md:px-6",
        look === "bad"
          ? "border-critical/35 bg-critical/12 [&>svg]:text-critical"
          : "border-medium/35 bg-medium/12 [&>svg]:text-medium",
      )}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {children}{" "}
        {to === undefined ? null : (
          <Link to={to} className="font-medium whitespace-nowrap underline underline-offset-2">
            {link}
          </Link>
        )}
      </p>
    </div>
  );
}
