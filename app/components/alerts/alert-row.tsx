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
import { acknowledgerWords } from "./acknowledger-words";
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

/** The sentence gets every pixel that the others can spare. */
const WIDE_COLUMNS = "lg:grid-cols-[var(--check-width)_76px_minmax(0,1fr)_minmax(0,8.25rem)_6.5rem_4.5rem]";
const WIDE_COLUMNS_WITH_NETWORK =
  "min-[73.75rem]:grid-cols-[var(--check-width)_76px_minmax(0,1fr)_minmax(0,8.25rem)_minmax(0,3.75rem)_6.5rem_4.5rem]";

/** One line of the feed (a card on phones): what happens, by whom, and how much time there is. */
export const AlertRow = memo(function AlertRow({ alert, selected, hasArrived, showNetwork, onSelect }: Props) {
  const { id, severity, from, network, txStatus, detectedAt, status, occurrences, senders } = alert;
  const isDone = status === "acknowledged";
  return (
    <li
      data-alert={id}
      className={cx(
        "alert-row group relative border-b border-line last:border-b-0 hover:bg-ink/4 has-[a:focus-visible]:bg-accent/10 has-[a:focus-visible]:shadow-[inset_0_0_0_1.5px_var(--accent)]",
        WIDE_COLUMNS,
        showNetwork && WIDE_COLUMNS_WITH_NETWORK,
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
        <Repeats occurrences={occurrences} senders={senders} />
        <AlertSentence alert={alert} />
      </Link>
      <span className="alert-row-by flex min-w-0 items-center gap-1.5 text-xs text-faint">
        <span className="shrink-0">by</span>
        <AddressView address={from} network={network} bare brief />
      </span>
      {showNetwork ? (
        <span title={networkLabel(network)} className="alert-row-network truncate text-xs text-faint">
          {networkLabel(network)}
        </span>
      ) : null}
      <span className="alert-row-status flex items-center gap-1.5">
        {isDone ? <Acknowledger alert={alert} /> : <TxStatusBadge status={txStatus} since={detectedAt} />}
      </span>
      <TimeAgo at={detectedAt} className="alert-row-time text-right text-xs whitespace-nowrap text-faint" />
    </li>
  );
});

/** Who took charge of it: a name where there is one, and on hover how. */
function Acknowledger({ alert: { acknowledgedByName, acknowledgedVia } }: { alert: Alert }) {
  const name = acknowledgedByName ?? (acknowledgedVia?.kind === "telegram" ? acknowledgedVia.label : null);
  const words = visibleText(acknowledgerWords({ name: acknowledgedByName, via: acknowledgedVia }), 120);
  return (
    <span
      title={`Acknowledged by ${words}`}
      className="relative z-10 inline-flex min-w-0 items-center gap-1.5 text-xs text-muted"
    >
      <Check size={13} aria-hidden className="shrink-0" />
      {name === null ? (
        "Acknowledged"
      ) : (
        <span className="min-w-0 truncate">
          <span className="sr-only">Acknowledged by </span>
          {visibleText(name, 60)}
        </span>
      )}
    </span>
  );
}

/** How often it happened while the rule was cooling down. */
function Repeats({ occurrences, senders }: Pick<Alert, "occurrences" | "senders">) {
  if (occurrences === 1) return null;
  const by = senders > 1 ? ` from ${senders.toLocaleString("en-US")} senders` : "";
  const words = `Seen ${occurrences.toLocaleString("en-US")} times${by}`;
  return (
    <span title={words} className="tabular relative z-10 mr-1.5 rounded-full bg-ink/8 px-1.5 text-2xs text-muted">
      <span aria-hidden>×{occurrences.toLocaleString("en-US")}</span>
      <span className="sr-only">{words}. </span>
    </span>
  );
}
