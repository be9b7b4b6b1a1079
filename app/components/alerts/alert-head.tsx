import { Link } from "@remix-run/react";
import { ArrowLeft, BookOpenCheck, ScrollText } from "lucide-react";
import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { SilenceMenu } from "~/components/silences/silence-menu";
import { TextWithAddresses } from "~/components/text-with-addresses";
import { TimeAgo } from "~/components/time-ago";
import { TimeSince } from "~/components/time-since";
import { TX_STATUS_LOOKS } from "~/components/tx-status-looks";
import { buttonClass } from "~/components/ui/button-class";
import type { Alert } from "~/domain/alerts/alert";
import type { AlertFacts } from "~/domain/alerts/alert-facts";
import { paths } from "~/paths";
import { AlertBadges } from "./alert-badges";
import { AlertSentence } from "./alert-sentence";

/** The sentence, and how much time there is. */
export function AlertHead({ alert, facts }: { alert: Alert; facts: AlertFacts }) {
  const { runbookUrl, name, isDeleted } = facts.rule;
  return (
    <header className="mb-5">
      <Link to={paths.alerts()} className="mb-3 inline-flex items-center gap-1.5 text-xs text-muted hover:text-ink">
        <ArrowLeft size={13} aria-hidden /> Alerts
      </Link>
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={alert.severity} tinted />
        <span className="text-xs text-faint">
          detected <TimeAgo at={alert.detectedAt} />
          {repeatWords(alert)}
        </span>
        <AlertBadges alert={alert} />
      </div>
      <h1 className="mt-2 max-w-4xl text-2xl font-medium tracking-tight [overflow-wrap:anywhere]">
        <AlertSentence alert={alert} />
      </h1>
      <p className="mt-1.5 max-w-3xl text-muted [overflow-wrap:anywhere]">
        <TextWithAddresses text={alert.description} network={alert.network} />
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <TransactionClock alert={alert} />
        {isDeleted ? (
          <span className="text-xs text-faint">Rule “{name}”, since deleted</span>
        ) : (
          <Link to={paths.rule(alert.ruleId)} className={buttonClass("quiet")}>
            <ScrollText size={15} aria-hidden /> <HostileText text={name} max={60} />
          </Link>
        )}
        {runbookUrl === null ? null : (
          <a href={runbookUrl} target="_blank" rel="noreferrer" className={buttonClass("quiet")}>
            <BookOpenCheck size={15} aria-hidden /> Runbook
          </a>
        )}
        <SilenceMenu alert={alert} />
      </div>
    </header>
  );
}

/** The state with its clock: while pending, time is what matters. */
function TransactionClock({ alert }: { alert: Alert }) {
  const { txStatus, detectedAt, confirmedAt } = alert;
  const { icon: Icon, label, text, meaning } = TX_STATUS_LOOKS[txStatus];
  const isPending = txStatus === "pending";
  return (
    <div
      className={cx(
        "flex items-center gap-3 rounded-lg border px-3.5 py-2",
        isPending ? "border-accent/45 bg-accent/10" : "border-line bg-surface",
      )}
    >
      <Icon size={18} aria-hidden className={cx(text, isPending && "pulse")} />
      <div>
        <p className="tabular text-sm font-semibold">
          {label}
          {isPending ? (
            <>
              {" "}
              for <TimeSince at={detectedAt} />
            </>
          ) : null}
          {confirmedAt === null ? null : (
            <span className="font-normal text-muted"> {leadWords(detectedAt, confirmedAt)}</span>
          )}
        </p>
        <p className="text-xs text-muted">{meaning}</p>
      </div>
    </div>
  );
}

function repeatWords({ occurrences, senders }: Alert): string {
  if (occurrences === 1) return "";
  const by = senders > 1 ? ` from ${senders.toLocaleString("en-US")} senders` : "";
  return ` · seen ${occurrences.toLocaleString("en-US")} times${by}`;
}

/** Block times are whole seconds and may lie before the moment of detection: no lead is claimed then. */
function leadWords(detectedAt: string, confirmedAt: string): string {
  const seconds = Math.round((Date.parse(confirmedAt) - Date.parse(detectedAt)) / 1000);
  return seconds > 0 ? `${seconds} s after Sentinel saw it` : "";
}
