import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import type { AuditEntry } from "~/domain/audit/audit-entry";
import { paths } from "~/paths";
import { AuditDiff } from "./audit-diff";
import { auditSubject, auditWords, factText, fieldChanges, otherFacts } from "./audit-words";

/** Where a thing is looked at, by its kind. */
const PAGES: Record<string, (id: string) => string> = {
  alert: paths.alert,
  address_list: paths.list,
  channel: paths.channel,
  delivery: paths.delivery,
  escalation_policy: paths.escalation,
  network: paths.network,
  rule: paths.rule,
  silence: paths.silence,
  user: paths.person,
  watchlist: paths.watchlistEntry,
};

/** Entries, newest first: a sentence each, opened to what changed. Works without scripts. */
export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <ol className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id}>
          <Entry entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { seq, actorId, actorName, createdAt, ip, metadata } = entry;
  const subject = auditSubject(entry);
  const isBad = entry.action.endsWith("_failed") || entry.action === "auth.forbidden";
  return (
    <details className="group">
      <summary className="flex min-h-row cursor-pointer list-none items-start gap-3 px-4 py-2 text-sm hover:bg-ink/3 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="mt-1 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <span className="font-medium">
            {actorName !== null ? (
              <HostileText text={actorName} max={60} />
            ) : actorId === null ? (
              whoOf(entry)
            ) : (
              "Somebody since removed"
            )}
          </span>{" "}
          <span className={isBad ? "text-critical" : undefined}>{auditWords(entry)}</span>
          {subject === null || subject === actorName || (actorName !== null && isOwnAuthentication(entry)) ? null : (
            <>
              {" "}
              <span className="text-muted">
                <HostileText text={subject} max={120} />
              </span>
            </>
          )}
        </span>
        <span className="hidden font-mono text-xs text-faint sm:inline">{ip}</span>
        <TimeAgo at={createdAt} className="shrink-0 text-xs text-faint" />
        <span className="hidden w-16 shrink-0 text-right font-mono text-xs tabular text-faint sm:inline">#{seq}</span>
      </summary>
      <div className="flex flex-col gap-3 border-t border-line bg-ground/60 px-4 py-3 sm:pl-11">
        <Changes metadata={metadata} />
        <Facts entry={entry} />
      </div>
    </details>
  );
}

/** Of a person who is named already, the email address says nothing more. */
function isOwnAuthentication({ action, actorId }: AuditEntry): boolean {
  return action.startsWith("auth.") && actorId !== null;
}

/** Without a user it was Sentinel itself, or somebody who had not signed in. */
function whoOf({ action, ip }: AuditEntry): string {
  return action.startsWith("auth.") || ip !== null ? "Somebody" : "Sentinel";
}

function Changes({ metadata }: { metadata: unknown }) {
  const changes = fieldChanges(metadata);
  return changes.length === 0 ? null : <AuditDiff changes={changes} />;
}

function Facts({
  entry: { seq, action, resourceType, resourceId, ip, requestId, hash, createdAt, metadata },
}: {
  entry: AuditEntry;
}) {
  const page = resourceType === null || resourceId === null ? undefined : PAGES[resourceType]?.(resourceId);
  const facts: [string, string | null][] = [
    ["Entry", `#${seq}`],
    ["Action", action],
    ["Time", createdAt],
    ["Address", ip],
    ["Request", requestId],
    ...otherFacts(metadata).map(([name, value]): [string, string] => [name, factText(value)]),
    ["Hash", hash],
  ];
  return (
    <>
      <dl className="grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[8rem_minmax(0,1fr)]">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-faint">{name}</dt>
              <dd className="font-mono [overflow-wrap:anywhere]">
                <HostileText text={value ?? ""} max={400} />
              </dd>
            </div>
          ))}
      </dl>
      {page === undefined ? null : (
        <p className="flex gap-4 text-xs">
          <Link to={page} className="text-accent hover:underline">
            Open the {resourceType?.replaceAll("_", " ")}
          </Link>
          <Link
            to={paths.audit(new URLSearchParams({ resourceId: resourceId ?? "" }).toString())}
            className="text-accent hover:underline"
          >
            Everything done to it
          </Link>
        </p>
      )}
    </>
  );
}
