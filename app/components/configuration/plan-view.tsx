import { CirclePlus, CircleX, Equal, Info, type LucideIcon, Pencil, Trash2 } from "lucide-react";

import { AuditDiff } from "~/components/audit/audit-diff";
import { CopyButton } from "~/components/copy-button";
import { cx } from "~/components/cx";
import { HostileText } from "~/components/hostile-text";
import { Panel } from "~/components/ui/panel";
import type { Plan, PlannedChange } from "~/domain/configuration/plan";

const LOOKS: Record<PlannedChange["action"], { icon: LucideIcon; word: string; done: string; text: string }> = {
  create: { icon: CirclePlus, word: "Make", done: "Made", text: "text-good" },
  update: { icon: Pencil, word: "Change", done: "Changed", text: "text-accent" },
  delete: { icon: Trash2, word: "Delete", done: "Deleted", text: "text-critical" },
  unchanged: { icon: Equal, word: "Leave", done: "As it was", text: "text-faint" },
};

const KINDS: Record<PlannedChange["kind"], string> = {
  network: "network",
  addressList: "address list",
  watchlist: "watched contract",
  channel: "channel",
  escalationPolicy: "escalation policy",
  rule: "rule",
  silence: "silence",
};

/** More lines than this are no longer read one by one. */
const SHOWN = 500;

/** What an import would do, or did: errors first, then each change with its fields. */
export function PlanView({ plan }: { plan: Plan }) {
  const moving = plan.changes.filter(({ action }) => action !== "unchanged");
  return (
    <div className="flex flex-col gap-4">
      <Summary plan={plan} />
      {plan.errors.length === 0 ? null : (
        <Panel title="In the way" flush>
          <ul className="divide-y divide-line">
            {plan.errors.map((error) => (
              <li key={`${error.pointer} ${error.detail}`} className="flex items-start gap-2.5 px-4 py-2 text-sm">
                <CircleX size={15} aria-hidden className="mt-0.5 shrink-0 text-critical" />
                <p className="min-w-0 [overflow-wrap:anywhere]">
                  <code className="font-mono text-xs text-muted">
                    <HostileText text={error.pointer === "" ? "the file" : error.pointer} max={200} />
                  </code>{" "}
                  <HostileText text={error.detail} max={400} />
                </p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Secrets plan={plan} />
      {plan.notes.length === 0 ? null : (
        <Panel title="To know" flush>
          <ul className="divide-y divide-line">
            {plan.notes.map((note) => (
              <li key={`${note.pointer} ${note.detail}`} className="flex items-start gap-2.5 px-4 py-2 text-sm">
                <Info size={15} aria-hidden className="mt-0.5 shrink-0 text-accent" />
                <p className="min-w-0 [overflow-wrap:anywhere]">
                  {note.pointer === null ? null : (
                    <code className="font-mono text-xs text-muted">
                      <HostileText text={note.pointer} max={200} />{" "}
                    </code>
                  )}
                  <HostileText text={note.detail} max={400} />
                </p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {moving.length === 0 ? null : (
        <Panel title="Changes" flush aside={<span className="tabular">{moving.length.toLocaleString("en-US")}</span>}>
          <ul className="divide-y divide-line">
            {moving.slice(0, SHOWN).map((change) => (
              <Change key={`${change.kind} ${change.name} ${change.action}`} change={change} applied={plan.applied} />
            ))}
          </ul>
          {moving.length > SHOWN ? (
            <p className="px-4 py-3 text-xs text-faint">
              {`And ${(moving.length - SHOWN).toLocaleString("en-US")} more: the API's answer has them all.`}
            </p>
          ) : null}
        </Panel>
      )}
    </div>
  );
}

function Summary({ plan: { summary, applied } }: { plan: Plan }) {
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {(Object.keys(LOOKS) as PlannedChange["action"][]).map((action) => {
        const { icon: Icon, word, done, text } = LOOKS[action];
        return (
          <div key={action} className="rounded-lg border border-line bg-surface px-3 py-2">
            <dt className="flex items-center gap-1.5 text-xs text-faint">
              <Icon size={13} aria-hidden className={text} /> {applied ? done : word}
            </dt>
            <dd className="text-lg font-semibold tabular">{summary[action].toLocaleString("en-US")}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Change({ change: { action, kind, name, fields }, applied }: { change: PlannedChange; applied: boolean }) {
  const { icon: Icon, word, done, text } = LOOKS[action];
  const head = (
    <>
      <Icon size={15} aria-hidden className={cx("mt-0.5 shrink-0", text)} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="text-muted">
          {applied ? done : word} the {KINDS[kind]}
        </span>{" "}
        <span className="font-medium">
          <HostileText text={name} max={200} />
        </span>
      </span>
    </>
  );
  const changes = Object.entries(fields ?? {}).map(([field, { before, after }]) => ({ field, before, after }));
  if (changes.length === 0) return <li className="flex items-start gap-2.5 px-4 py-2 text-sm">{head}</li>;
  return (
    <li>
      <details open={changes.length <= 3}>
        <summary className="flex cursor-pointer items-start gap-2.5 px-4 py-2 text-sm hover:bg-ink/3">{head}</summary>
        <div className="border-t border-line bg-ground/60 px-4 py-2 sm:pl-10">
          <AuditDiff changes={changes} />
        </div>
      </details>
    </li>
  );
}

function Secrets({ plan: { madeSecrets } }: { plan: Plan }) {
  if (madeSecrets.length === 0) return null;
  return (
    <Panel title="Signing secrets of new webhooks, shown only now" flush>
      <ul className="divide-y divide-line">
        {madeSecrets.map(({ channel, secret }) => (
          <li key={channel} className="flex flex-wrap items-center gap-2 px-4 py-2 text-sm">
            <HostileText text={channel} max={120} />
            <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{secret}</code>
            <CopyButton text={secret} what="signing secret" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
