import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";

import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { DeliveryState } from "~/components/deliveries/delivery-state";
import {
  durationWords,
  outcomeWords,
  purposeWords,
  untriedWords,
  waitWords,
} from "~/components/deliveries/delivery-words";
import { RedeliverButton } from "~/components/deliveries/redeliver-button";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { Delivery, DeliveryAttempt } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";
import type { QuietReason } from "./quiet-reason";

/** So many that went well would hide what didn't. */
const MANY_UPDATES = 4;

interface Props {
  deliveries: readonly Delivery[];
  /** Why nobody was told; null when it is not the rule that kept quiet. */
  quiet: QuietReason | null;
}

/** Who was told, in the order of the messages, and how each attempt went. */
export function DeliveriesPanel({ deliveries, quiet }: Props) {
  if (deliveries.length === 0) return <Nobody quiet={quiet} />;
  const all = deliveries.toSorted(byTime);
  const updates = all.filter(({ purpose, state }) => purpose === "alert.updated" && state === "delivered");
  const hidden = updates.length < MANY_UPDATES ? [] : updates;
  return (
    <>
      <List deliveries={all.filter((delivery) => !hidden.includes(delivery))} />
      {hidden.length === 0 ? null : (
        <details className="group/updates border-t border-line">
          <summary className="flex items-center gap-3 px-4 py-2.5 text-sm text-muted hover:bg-ink/4">
            <ChevronRight
              size={14}
              aria-hidden
              className="shrink-0 text-faint transition-transform group-open/updates:rotate-90"
            />
            <span className="flex-1">{hidden.length} updates</span>
            <span className="text-xs text-good">all delivered</span>
          </summary>
          <div className="border-t border-line">
            <List deliveries={hidden} />
          </div>
        </details>
      )}
    </>
  );
}

function List({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <ul className="divide-y divide-line">
      {deliveries.map((delivery) => (
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
  const { id, channelName, channelType, state, waitsFor, attempts, finishedAt, nextAttemptAt, createdAt, lastError } =
    delivery;
  const words = [
    CHANNEL_LOOKS[channelType].label,
    delivery.purpose === "alert.created" && delivery.fallbackForId === null ? "" : ` · ${purposeWords(delivery)}`,
    delivery.groupSize > 1 ? ` · one message for ${delivery.groupSize}` : "",
    waitsFor === null || waitsFor === "retry" ? "" : ` · ${waitWords(delivery)}`,
    attempts.length === 0 ? "" : ` · ${attempts.length} ${attempts.length === 1 ? "attempt" : "attempts"}`,
  ];
  return (
    <details className="group" open={state === "failed"}>
      <summary className="flex items-center gap-3 px-4 py-2.5 hover:bg-ink/4">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-faint transition-transform group-open:rotate-90" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">
            <HostileText text={channelName} max={60} />
          </span>
          <span className="block text-xs text-faint">{words}</span>
        </span>
        <span className="text-right">
          <DeliveryState delivery={delivery} />
          <span className="block text-xs text-faint">
            <TimeAgo at={state === "queued" && nextAttemptAt !== null ? nextAttemptAt : (finishedAt ?? createdAt)} />
          </span>
        </span>
      </summary>
      <div className="px-4 pt-1 pb-4 pl-11">
        {lastError === null || state === "delivered" ? null : (
          <p className={`mb-2 text-sm ${state === "failed" ? "text-critical" : "text-muted"}`}>
            <HostileText text={lastError} max={240} expandable />
          </p>
        )}
        {attempts.length === 0 ? <p className="text-sm text-faint">{untriedWords(delivery)}</p> : null}
        <ol className="flex flex-col gap-3">
          {attempts.map((attempt, index) => (
            <Attempt key={attempt.number} attempt={attempt} outcome={outcomeWords(attempt, index, delivery)} />
          ))}
        </ol>
        <div className="mt-3 flex flex-wrap items-start gap-x-4 gap-y-2">
          {state === "delivered" ? null : <RedeliverButton delivery={delivery} size="sm" />}
          <Link to={paths.delivery(id)} className="py-1 text-xs text-accent underline underline-offset-2">
            What was sent and answered
          </Link>
        </div>
      </div>
    </details>
  );
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
