import { Check } from "lucide-react";
import { AuthLayout } from "~/components/auth-layout";
import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { TimeAgo } from "~/components/time-ago";
import { TxStatusBadge } from "~/components/tx-status-badge";
import { buttonClass } from "~/components/ui/button-class";
import type { AcknowledgeLink, LinkedAlert } from "~/domain/alerts/acknowledge-link";
import { paths } from "~/paths";
import { acknowledgerWords } from "./acknowledger-words";

/** What a link can lead to, and what came of too many tries. */
export type LinkAnswer = AcknowledgeLink | { kind: "refused"; reason: "throttled" };

interface Props {
  answer: LinkAnswer;
  /** Who is signed in and may acknowledge; null when the link alone gives the right. */
  userName: string | null;
}

const REFUSALS: Record<Extract<LinkAnswer, { kind: "refused" }>["reason"], { title: string; text: string }> = {
  forged: {
    title: "This link doesn’t work",
    text: "It is incomplete, or was not made by this Sentinel. Open the message again and use its link, or sign in.",
  },
  expired: {
    title: "This link has expired",
    text: "Links in messages work for a week. Sign in to see the alert and acknowledge it.",
  },
  alert_gone: {
    title: "The alert is gone",
    text: "It was deleted since the message was sent. There is nothing to do.",
  },
  channel_gone: {
    title: "This link was taken back",
    text: "The channel that it was sent to is switched off or deleted. Sign in to see the alert and acknowledge it.",
  },
  throttled: { title: "Too many tries", text: "Wait a minute, then open the link again. Signing in works meanwhile." },
};

/** What a message’s link opens, made for a phone at three in the morning: what happens, and one button. */
export function AcknowledgeLinkPage({ answer, userName }: Props) {
  if (answer.kind === "refused") {
    const { title, text } = REFUSALS[answer.reason];
    return (
      <AuthLayout title={title} lead={text}>
        <a href={paths.alerts()} className={buttonClass("plain", "md", "w-full")}>
          Open Sentinel
        </a>
      </AuthLayout>
    );
  }
  const { alert, channel } = answer;
  return (
    <AuthLayout
      title={alert.acknowledged === null ? "Nobody has acknowledged this" : "Acknowledged"}
      lead={<Lead alert={alert} channelName={channel.name} userName={userName} />}
    >
      <div className="mb-5 rounded-lg border border-line bg-ground p-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SeverityBadge severity={alert.severity} tinted />
          <TxStatusBadge status={alert.txStatus} since={alert.detectedAt} />
        </div>
        <p className="mt-2.5 text-lg leading-snug font-medium [overflow-wrap:anywhere]">
          <HostileText text={alert.title} max={300} />
        </p>
        <p className="mt-1.5 text-xs text-faint">
          detected <TimeAgo at={alert.detectedAt} />
        </p>
      </div>
      {/* A plain form: nothing has to be loaded for it to work. */}
      {alert.acknowledged === null ? (
        <form method="post">
          <button type="submit" className={buttonClass("primary", "md", "min-h-12 w-full text-base")}>
            <Check size={18} aria-hidden /> Acknowledge
          </button>
        </form>
      ) : null}
      <a href={paths.alert(alert.id)} className={buttonClass("quiet", "md", "mt-2 w-full")}>
        Open the alert
      </a>
    </AuthLayout>
  );
}

function Lead({ alert, channelName, userName }: { alert: LinkedAlert; channelName: string; userName: string | null }) {
  if (alert.acknowledged !== null) {
    return (
      <>
        By <HostileText text={acknowledgerWords(alert.acknowledged)} max={120} />,{" "}
        <TimeAgo at={alert.acknowledged.at} />. Nobody else is called for it.
      </>
    );
  }
  return (
    <>
      {userName === null ? (
        <>
          You aren’t signed in: the alert will name somebody with the link sent to “
          <HostileText text={channelName} max={60} />
          ”.
        </>
      ) : (
        <>
          You acknowledge it as <HostileText text={userName} max={60} />.
        </>
      )}{" "}
      Nobody else is called then.
    </>
  );
}
