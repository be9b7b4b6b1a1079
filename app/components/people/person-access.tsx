import { Form } from "@remix-run/react";
import type { ReactNode } from "react";

import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import type { UserSession } from "~/domain/sessions/user-session";
import type { UserDetail } from "~/domain/users/user";

interface Props {
  person: UserDetail;
  sessions: readonly UserSession[];
}

/** By what a person gets in, and how to stop it. */
export function PersonAccess({ person: { name, disabled, mfaEnabled }, sessions }: Props) {
  return (
    <ul className="divide-y divide-line text-sm">
      <Line
        title="Sign-ins"
        text={
          sessions.length === 0
            ? "Signed in nowhere."
            : `Signed in ${sessions.length === 1 ? "in one place" : `in ${sessions.length} places`}.`
        }
        seenAt={sessions[0]?.lastSeenAt}
      >
        {sessions.length === 0 ? null : (
          <ConfirmDialog
            trigger={<Button size="sm">End all</Button>}
            title={`Sign ${name} out everywhere?`}
            confirm="End all sessions"
            intent="end-sessions"
          >
            They can sign in again at once. API keys go on working.
          </ConfirmDialog>
        )}
      </Line>
      <Line
        title="Two-factor"
        text={mfaEnabled ? "On. Reset it when they have lost their device and their recovery codes." : "Off."}
      >
        {mfaEnabled ? (
          <ConfirmDialog
            trigger={<Button size="sm">Reset</Button>}
            title={`Switch two-factor off for ${name}?`}
            confirm="Reset two-factor"
            intent="reset-totp"
          >
            Until they set it up again, their password alone lets them in. Make sure that it is them who asks.
          </ConfirmDialog>
        ) : null}
      </Line>
      <Line
        title={disabled ? "Disabled" : "Enabled"}
        text={
          disabled
            ? "Nothing of theirs works. What they did stays, under their name."
            : "Disabling ends their sessions and API keys within a minute."
        }
      >
        <Form method="post">
          <Button type="submit" size="sm" name="intent" value={disabled ? "enable" : "disable"}>
            {disabled ? "Enable" : "Disable"}
          </Button>
        </Form>
      </Line>
      <Line title="Remove" text="Everything that lets them in goes; what they did stays, under their name.">
        <ConfirmDialog
          trigger={
            <Button size="sm" look="danger">
              Remove
            </Button>
          }
          title={`Remove ${name}?`}
          confirm="Remove"
          intent="delete"
        >
          Their sessions, API keys and linked chat accounts are gone for good. Alerts and the audit log go on naming
          them.
        </ConfirmDialog>
      </Line>
    </ul>
  );
}

interface LineProps {
  title: string;
  text: string;
  seenAt?: string | undefined;
  children: ReactNode;
}

function Line({ title, text, seenAt, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{title}</p>
        <p className="text-xs text-muted">
          {text}
          {seenAt === undefined ? null : (
            <>
              {" "}
              Last seen <TimeAgo at={seenAt} />.
            </>
          )}
        </p>
      </div>
      {children}
    </li>
  );
}
