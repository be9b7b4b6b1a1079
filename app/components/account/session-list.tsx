import { Laptop, type LucideIcon, Smartphone, Terminal } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import type { UserSession } from "~/domain/sessions/user-session";
import { AskFirst } from "./ask-first";
import { type Device, describeUserAgent } from "./describe-user-agent";

interface Props {
  sessions: readonly UserSession[];
  /** How many were ended just now. */
  ended: { count: number; at: number } | null;
}

const ICONS: Record<Device["kind"], LucideIcon> = { computer: Laptop, phone: Smartphone, program: Terminal };

/** Where one is signed in: this browser first, each of the others to be ended. */
export function SessionList({ sessions, ended }: Props) {
  const others = sessions.filter(({ current }) => !current).length;
  const inOrder = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <Panel
      title="Where you are signed in"
      id="sessions"
      className="max-w-3xl"
      aside={
        others === 0 ? undefined : (
          <AskFirst
            button="End all others"
            look="danger"
            size="sm"
            confirm={`End ${others === 1 ? "the other one" : `the other ${others}`}`}
            fields={{ intent: "end-others" }}
          >
            They have to sign in again, at once. This browser stays, and so do API keys.
          </AskFirst>
        )
      }
    >
      {ended === null ? null : (
        <div className="mb-4">
          <ShownNotice key={ended.at} look="good">
            {ended.count === 1 ? "It is signed out." : `${ended.count} are signed out.`}
          </ShownNotice>
        </div>
      )}
      <ul className="-my-2 divide-y divide-line">
        {inOrder.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <p className="mt-4 border-t border-line pt-3 text-xs text-faint">
        One that you don't know? End it, then change your password. A browser is signed out by itself after 12 hours
        without use, and after a week in any case.
      </p>
    </Panel>
  );
}

function SessionRow({ session }: { session: UserSession }) {
  const { id, kind, ip, userAgent, createdAt, lastSeenAt, expiresAt, current } = session;
  const device = describeUserAgent(userAgent);
  const Icon = ICONS[kind === "token" ? "program" : device.kind];
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Icon size={18} aria-hidden className={current ? "shrink-0 text-accent" : "shrink-0 text-faint"} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 text-sm font-medium">
          <HostileText text={device.name} max={60} />
          {kind === "token" ? <Mark>API client</Mark> : null}
          {current ? <Mark>this browser</Mark> : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-faint">
          <span className="font-mono">{ip ?? "unknown address"}</span>
          <span>
            signed in <TimeAgo at={createdAt} />
          </span>
          <span>
            last seen <TimeAgo at={lastSeenAt} />
          </span>
          <span>
            ends <TimeAgo at={expiresAt} />
          </span>
        </p>
      </div>
      {current ? null : (
        <AskFirst
          button="End"
          of={`the session of ${device.name}`}
          size="sm"
          confirm="End it"
          fields={{ intent: "end", sessionId: id }}
        >
          It has to sign in again, at once.
        </AskFirst>
      )}
    </li>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <span className="rounded border border-line-strong px-1.5 text-2xs leading-5 font-normal text-muted">
      {children}
    </span>
  );
}
