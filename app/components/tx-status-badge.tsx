import type { TxStatus } from "~/domain/alerts/alert";
import { cx } from "./cx";
import { TimeSince } from "./time-since";
import { TX_STATUS_LOOKS } from "./tx-status-looks";

interface Props {
  status: TxStatus;
  /** With it a pending transaction counts how long it has been waiting. */
  since?: string;
  className?: string;
}

/** What became of the transaction; a pending one counts. */
export function TxStatusBadge({ status, since, className }: Props) {
  const { label, icon: Icon, text, meaning } = TX_STATUS_LOOKS[status];
  const pending = status === "pending";
  return (
    <span
      title={meaning}
      className={cx("tabular inline-flex items-center gap-1.5 text-xs whitespace-nowrap", text, className)}
    >
      <Icon size={13} aria-hidden className={cx("shrink-0", pending && "pulse")} />
      <span>
        {label}
        {pending && since !== undefined ? (
          <>
            {" "}
            <TimeSince at={since} />
          </>
        ) : null}
      </span>
    </span>
  );
}
