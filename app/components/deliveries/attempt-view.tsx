import { ChevronRight } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { DeliveryAttemptDetail } from "~/domain/deliveries/delivery";
import { durationWords } from "./delivery-words";
import { wireText } from "./wire-text";

interface Props {
  attempt: DeliveryAttemptDetail;
  /** How it ended, in words. */
  words: string;
  open: boolean;
  /** Whether whoever looks may read what was sent. */
  mayRead: boolean;
}

/** One send: how it ended, what was sent, and what came back. */
export function AttemptView({ attempt, words, open, mayRead }: Props) {
  const { number, startedAt, durationMs, outcome, statusCode, error, nextAttemptAt } = attempt;
  return (
    <details className="group" open={open}>
      <summary className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 text-sm hover:bg-ink/4">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 self-center text-faint transition-transform group-open:rotate-90"
        />
        <span className="tabular font-medium">#{number}</span>
        <span className={outcome === "ok" ? "text-good" : "text-muted"}>{words}</span>
        <span className="tabular font-mono text-xs text-faint">
          {statusCode === null ? "no answer" : `HTTP ${statusCode}`} · {durationWords(durationMs)}
        </span>
        <TimeAgo at={startedAt} className="ml-auto text-xs text-faint" />
      </summary>
      <div className="px-4 pt-1 pb-4 md:pl-11">
        {error === null ? null : (
          <p className={`mb-2 text-sm ${outcome === "ok" ? "text-muted" : "text-critical"}`}>
            <HostileText text={error} max={300} expandable />
          </p>
        )}
        {nextAttemptAt === null ? null : (
          <p className="mb-2 text-xs text-muted">
            The next try was set for <TimeAgo at={nextAttemptAt} />.
          </p>
        )}
        {mayRead ? (
          <div className="grid gap-3 2xl:grid-cols-2">
            <Request attempt={attempt} />
            <Answer attempt={attempt} />
          </div>
        ) : (
          <p className="text-xs text-faint">Analysts and admins see what was sent and answered.</p>
        )}
      </div>
    </details>
  );
}

function Request({ attempt: { number, request } }: { attempt: DeliveryAttemptDetail }) {
  if (request === null) return <Side title="Request" empty="No request was kept: nothing went out." />;
  const { method, host, headers, body } = request;
  return (
    <Side title="Request" line={`${method} ${host}`} headers={headers} body={body} id={`request-${number}`} empty="" />
  );
}

function Answer({
  attempt: { number, statusCode, responseHeaders, responseBody },
}: {
  attempt: DeliveryAttemptDetail;
}) {
  if (statusCode === null) return <Side title="Answer" empty="No answer came back." />;
  return (
    <Side
      title="Answer"
      line={`HTTP ${statusCode}`}
      headers={responseHeaders ?? {}}
      body={responseBody}
      id={`answer-${number}`}
      empty="The answer had no body."
    />
  );
}

interface SideProps {
  title: string;
  line?: string;
  headers?: Record<string, string>;
  body?: string | null;
  id?: string;
  /** Instead of a body. */
  empty: string;
}

function Side({ title, line, headers = {}, body = null, id, empty }: SideProps) {
  const text = body?.trim() ?? "";
  return (
    <section aria-label={title} className="min-w-0 rounded border border-line bg-ground">
      <h3 className="flex items-baseline gap-2 border-b border-line px-3 py-1.5 text-xs font-semibold">
        {title}
        {line === undefined ? null : (
          <span className="min-w-0 font-mono font-normal text-muted [overflow-wrap:anywhere]">
            <HostileText text={line} max={120} />
          </span>
        )}
      </h3>
      {Object.keys(headers).length === 0 ? null : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 border-b border-line px-3 py-2 font-mono text-xs">
          {Object.entries(headers).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-faint">
                <HostileText text={name} max={60} />
              </dt>
              <dd className="[overflow-wrap:anywhere]">
                <HostileText text={value} max={200} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {text === "" ? (
        <p className="px-3 py-2 text-xs text-faint">{empty}</p>
      ) : (
        // Focusable, so that the keyboard can scroll it.
        <pre
          id={id}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard.
          tabIndex={0}
          className="max-h-80 overflow-auto px-3 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {wireText(text)}
        </pre>
      )}
    </section>
  );
}
