import { Link } from "@remix-run/react";
import {
  BellOff,
  ChevronRight,
  CircleCheck,
  CirclePause,
  CircleX,
  Hourglass,
  type LucideIcon,
  SendHorizontal,
} from "lucide-react";
import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Delivery, DeliveryAttempt } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";
import type { QuietReason } from "./quiet-reason";

const LOOKS: Record<Delivery["state"], { icon: LucideIcon; text: string; word: string }> = {
  queued: { icon: Hourglass, text: "text-muted", word: "Waiting" },
  sending: { icon: SendHorizontal, text: "text-accent", word: "Sending" },
  delivered: { icon: CircleCheck, text: "text-good", word: "Delivered" },
  failed: { icon: CircleX, text: "text-critical", word: "Failed" },
  held: { icon: CirclePause, text: "text-muted", word: "Held" },
  suppressed: { icon: BellOff, text: "text-muted", word: "Not sent" },
};

/** What an update told. */
const CHANGES: Record<string, string> = {
  confirmed: "confirmed",
  failed: "failed",
  replaced: "replaced",
  cancelled: "cancelled",
  replacing: "being replaced",
  dropped: "dropped",
  reopened: "in the mempool again",
  reorganised: "its block was reorganised away",
};

interface Props {
  deliveries: readonly Delivery[];
  /** Why nobody was told; null when it is not the rule that kept quiet. */
  quiet: QuietReason | null;
}

/** Who was told, in the order of the messages, and how each attempt went. */
export function DeliveriesPanel({ deliveries, quiet }: Props) {
  if (deliveries.length === 0) return <Nobody quiet={quiet} />;
  return (
    <ul className="divide-y divide-line">
      {deliveries.toSorted(byTime).map((delivery) => (
        <li key={delivery.id}>
          <DeliveryItem delivery={delivery} />
        </li>
      ))}
    </ul>
  );
}

function byTime(one: Delivery, other: Delivery): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt);
}

function Nobody({ quiet }: { quiet: QuietReason | null }) {
  const link = "text-accent underline underline-offset-2";
  return (
    <p className="px-4 py-5 text-sm text-muted">
      Nobody was notified: {quiet?.words ?? "the rule names no channel that was on"}.{" "}
      {quiet === null ? (
        <Link to={paths.channels()} className={link}>
          Channels
        </Link>
      ) : null}
      {quiet?.coveredBy == null ? null : (
        <Link to={paths.alert(quiet.coveredBy)} className={link}>
          The alert that was told
        </Link>
      )}
    </p>
  );
}

function DeliveryItem({ delivery }: { delivery: Delivery }) {
  const { channelName, channelType, state, attempts, finishedAt, nextAttemptAt, createdAt, lastError, change } =
    delivery;
  const retrying = state === "queued" && attempts.length > 0;
  const { icon: Icon, text, word } = LOOKS[state];
  return (
    <details className="group" open={state === "failed"}>
      <summary className="flex items-center gap-3 px-4 py-2.5 hover:bg-ink/4">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-faint transition-transform group-open:rotate-90" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">
            <HostileText text={channelName} max={60} />
          </span>
          <span className="block text-xs text-faint">
            <span className="capitalize">{channelType}</span>
            {change === null ? "" : ` · update: ${CHANGES[change] ?? change}`} · {attempts.length}{" "}
            {attempts.length === 1 ? "attempt" : "attempts"}
          </span>
        </span>
        <span className="text-right">
          <span className={cx("inline-flex items-center gap-1.5 text-xs font-medium", retrying ? "text-medium" : text)}>
            <Icon size={13} aria-hidden />
            {retrying ? "Retrying" : word}
          </span>
          <span className="block text-xs text-faint">
            <TimeAgo at={retrying && nextAttemptAt !== null ? nextAttemptAt : (finishedAt ?? createdAt)} />
          </span>
        </span>
      </summary>
      <div className="px-4 pt-1 pb-4 pl-11">
        {lastError === null || state === "delivered" ? null : (
          <p className="mb-2 text-sm text-critical">
            <HostileText text={lastError} max={240} expandable />
          </p>
        )}
        {attempts.length === 0 ? <p className="text-sm text-faint">{untriedWords(delivery)}</p> : null}
        <ol className="flex flex-col gap-3">
          {attempts.map((attempt, index) => (
            <Attempt
              key={attempt.number}
              attempt={attempt}
              outcome={outcomeWords(attempt.outcome, index === attempts.length - 1 ? state : null)}
            />
          ))}
        </ol>
      </div>
    </details>
  );
}

/** An update may end unsent: when something newer was told first. */
function untriedWords({ state, lastError }: Delivery): string {
  if (state === "delivered") return lastError ?? "Nothing had to be sent.";
  return state === "failed" ? "It was not tried." : "Not tried yet.";
}

const OUTCOMES: Record<DeliveryAttempt["outcome"], string> = {
  ok: "accepted",
  wait: "asked to wait",
  retry: "failed, tried again",
  rerender: "refused the format, sent simpler",
  gone: "destination is gone",
  fatal: "refused for good",
};

/** `state` is the delivery's when the attempt is its latest: what was to be tried again may be still to come, or given up. */
function outcomeWords(outcome: DeliveryAttempt["outcome"], state: Delivery["state"] | null): string {
  if (outcome !== "retry" || state === null) return OUTCOMES[outcome];
  return state === "failed" ? "failed, given up" : "failed, is tried again";
}

function Attempt({ attempt, outcome: words }: { attempt: DeliveryAttempt; outcome: string }) {
  const { number, startedAt, durationMs, outcome, statusCode, error, responseBody } = attempt;
  return (
    <li className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="tabular font-medium">#{number}</span>
        <span className={outcome === "ok" ? "text-good" : "text-muted"}>{words}</span>
        <span className="tabular font-mono text-xs text-faint">
          {statusCode === null ? "no answer" : `HTTP ${statusCode}`} · {durationWords(durationMs)}
        </span>
        <TimeAgo at={startedAt} className="ml-auto text-xs text-faint" />
      </p>
      {error === null ? null : (
        <p className="text-xs text-muted">
          <HostileText text={error} max={200} expandable />
        </p>
      )}
      {responseBody === null || responseBody === "" ? null : (
        <p className="mt-1 rounded bg-ground px-2 py-1 font-mono text-xs text-muted">
          <HostileText text={responseBody} max={160} expandable />
        </p>
      )}
    </li>
  );
}

function durationWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
