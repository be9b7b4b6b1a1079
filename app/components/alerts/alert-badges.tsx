import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import type { Alert } from "~/domain/alerts/alert";
import { alertMarks } from "./alert-marks";

/** What a reader must not miss, in words. */
export function AlertBadges({ alert }: { alert: Alert }) {
  return alertMarks(alert).map(({ icon: Icon, label, reason, text }) => (
    <span
      key={label}
      className={cx(
        "inline-flex max-w-full items-center gap-1.5 rounded-full border border-current/35 px-2 py-0.5 text-xs font-medium",
        text,
      )}
    >
      <Icon size={13} aria-hidden className="shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {label}
        {reason === null ? null : (
          <span className="font-normal text-muted">
            : <HostileText text={reason} max={120} />
          </span>
        )}
      </span>
    </span>
  ));
}

/** The same for a row of the feed: a small sign each, the words on hover and for screen readers. */
export function AlertRowMarks({ alert }: { alert: Alert }) {
  return alertMarks(alert)
    .filter(({ inRow }) => inRow)
    .map(({ icon: Icon, label, text }) => (
      <span key={label} title={label} className={cx("relative z-10 mr-1.5 inline-block align-[-2px]", text)}>
        <Icon size={13} aria-hidden />
        <span className="sr-only">{label}. </span>
      </span>
    ));
}
