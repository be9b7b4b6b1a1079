import { Link } from "@remix-run/react";
import { Check } from "lucide-react";
import { memo } from "react";
import { AddressView } from "~/components/address-view";
import { cx } from "~/components/cx";
import { networkLabel } from "~/components/format/network-label";
import { SeverityBadge } from "~/components/severity-badge";
import { SEVERITY_LOOKS } from "~/components/severity-looks";
import { TimeAgo } from "~/components/time-ago";
import { TxStatusBadge } from "~/components/tx-status-badge";
import type { Alert } from "~/domain/alerts/alert";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { AlertRowMarks } from "./alert-badges";
import { AlertSentence } from "./alert-sentence";

interface Props {
  alert: Alert;
  selected: boolean;
  hasArrived: boolean;
  /** Only where there is more than one. */
  showNetwork: boolean;
  /** Without it there is nothing to be done with a selection, and no box. */
  onSelect: ((id: string, selected: boolean) => void) | undefined;
}

/** One line of the feed (a card on phones): what happens, by whom, and how much time there is. */
export const AlertRow = memo(function AlertRow({ alert, selected, hasArrived, showNetwork, onSelect }: Props) {
  const { id, severity, from, network, txStatus, detectedAt, status, occurrences, senders } = alert;
  const isDone = status === "acknowledged";
  return (
    <li
      data-alert={id}
      className={cx(
        "alert-row group relative border-b border-line last:border-b-0 hover:bg-ink/4 has-[a:focus-visible]:bg-accent/10 has-[a:focus-visible]:shadow-[inset_0_0_0_1.5px_var(--accent)]",
        selected && "bg-accent/8",
        hasArrived && "arrive",
      )}
    >
      <span
        aria-hidden
        className={cx("absolute inset-y-0 left-0 w-[3px]", isDone ? "bg-transparent" : SEVERITY_LOOKS[severity].bar)}
      />
      {onSelect === undefined ? null : (
        <label className="alert-row-check relative z-10 grid size-9 place-content-center max-md:size-11">
          <input
            type="checkbox"
            className="check"
            checked={selected}
            onChange={(event) => onSelect(id, event.target.checked)}
            aria-label={`Select: ${visibleText(alert.title, 120)}`}
          />
        </label>
      )}
      <SeverityBadge severity={severity} className={cx("alert-row-severity", isDone && "font-medium")} />
      <Link
        to={paths.alert(id)}
        prefetch="intent"
        className={cx(
          "alert-row-title min-w-0 outline-none after:absolute after:inset-0 lg:truncate",
          isDone ? "text-muted" : "text-ink",
        )}
      >
        <AlertRowMarks alert={alert} />
        <AlertSentence alert={alert} />
      </Link>
      <span className="alert-row-by flex min-w-0 items-center gap-1.5 text-xs text-faint">
        {occurrences > 1 ? (
          <span
            className="tabular rounded-full bg-ink/8 px-1.5 text-2xs text-muted"
            title={`Seen ${occurrences} times${senders > 1 ? `, from ${senders} senders` : ""}`}
          >
            ×{occurrences.toLocaleString("en-US")}
          </span>
        ) : null}
        <span className="shrink-0">by</span>
        <AddressView address={from} network={network} bare />
      </span>
      {showNetwork ? (
        <span className="alert-row-network truncate text-xs text-faint">{networkLabel(network)}</span>
      ) : null}
      <span className="alert-row-status flex items-center gap-1.5">
        {isDone ? (
          <span className="inline-flex items-center gap-1.5 text-xs text-muted">
            <Check size={13} aria-hidden /> Acknowledged
          </span>
        ) : (
          <TxStatusBadge status={txStatus} since={detectedAt} />
        )}
      </span>
      <TimeAgo at={detectedAt} className="alert-row-time text-right text-xs whitespace-nowrap text-faint" />
    </li>
  );
});
