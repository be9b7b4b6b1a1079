import { Link } from "@remix-run/react";

import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { TimeAgo } from "~/components/time-ago";
import { DayBars } from "~/components/trials/day-bars";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { SilencePreview } from "~/domain/silences/silence-preview";
import { paths } from "~/paths";

interface Props {
  /** Null: nothing is chosen, or what is chosen does not exist. */
  preview: SilencePreview | null;
  isAsking: boolean;
}

/** What the silence would have hidden during the last days. */
export function SilencePreviewPanel({ preview, isAsking }: Props) {
  return (
    <Panel title="What it hides" className="lg:sticky lg:top-20" aside={isAsking ? "Counting…" : undefined}>
      <div
        aria-live="polite"
        aria-busy={isAsking}
        className={cx("flex min-h-56 flex-col gap-5", isAsking && "opacity-60")}
      >
        {preview === null ? (
          <p className="text-sm text-muted">
            Choose a rule, a contract, a severity, a network or a tag: one of them at least. The alerts of the last week
            then show what would have been hidden.
          </p>
        ) : (
          <Shown preview={preview} />
        )}
      </div>
    </Panel>
  );
}

function Shown({ preview }: { preview: SilencePreview }) {
  const { days, alerts, pages, alertsPerDay, warning } = preview;
  return (
    <>
      <p className="text-sm">
        <strong className="tabular text-2xl font-semibold">{alerts.toLocaleString("en-US")}</strong>{" "}
        {alerts === 1 ? "alert" : "alerts"} in the last {days} days
        <span className="block text-muted">{pageWords(alerts, pages)}</span>
      </p>
      {warning === null ? null : <Notice look="warn">{warning}</Notice>}
      {alertsPerDay.length === 0 ? null : (
        <DayBars days={alertsPerDay.map(({ day, alerts: matches, pages: told }) => ({ day, matches, pages: told }))} />
      )}
      <Rules preview={preview} />
      <Sample preview={preview} />
    </>
  );
}

function pageWords(alerts: number, pages: number): string {
  if (alerts === 0) return "Nothing like it has happened.";
  if (pages === alerts) return alerts === 1 ? "People were told of it." : "People were told of each.";
  return `People were told of ${pages.toLocaleString("en-US")}; the others were repeats during a quiet time.`;
}

function Rules({ preview: { rules, ruleCount } }: { preview: SilencePreview }) {
  if (ruleCount === 0) return <p className="text-sm text-muted">No rule that is on makes such alerts.</p>;
  const rest = ruleCount - rules.length;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-xs font-semibold text-faint">
        {ruleCount === 1 ? "Of one rule" : `Of ${ruleCount.toLocaleString("en-US")} rules`}
      </h3>
      <ul className="flex max-h-44 flex-col gap-1 overflow-y-auto text-sm">
        {rules.map(({ id, name, severity }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <Link to={paths.rule(id)} className="min-w-0 hover:text-accent hover:underline">
              <HostileText text={name} max={60} />
            </Link>
            <SeverityBadge severity={severity} />
          </li>
        ))}
        {rest > 0 ? <li className="text-faint">and {rest.toLocaleString("en-US")} more</li> : null}
      </ul>
    </section>
  );
}

function Sample({ preview: { sample } }: { preview: SilencePreview }) {
  if (sample.length === 0) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-xs font-semibold text-faint">The newest</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {sample.map(({ id, title, detectedAt }) => (
          <li key={id}>
            <Link to={paths.alert(id)} className="hover:text-accent hover:underline">
              <HostileText text={title} max={100} />
            </Link>
            <TimeAgo at={detectedAt} className="block text-xs text-faint" />
          </li>
        ))}
      </ul>
    </section>
  );
}
