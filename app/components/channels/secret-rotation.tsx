import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Panel } from "~/components/ui/panel";
import type { Channel } from "~/domain/channels/channel";
import { SecretOnce } from "./secret-once";

interface Props {
  channel: Channel;
  /** The new one, in the answer to the rotation alone. */
  secret: string | null;
}

/** A webhook's signing secret: never shown again, but it can be given a successor. */
export function SecretRotation({ channel, secret }: Props) {
  const until = channel.config.previousSecretUntil;
  const isRotating = typeof until === "string" && Date.parse(until) > Date.parse(channel.updatedAt);
  return (
    <Panel title="Signing secret" className="max-w-3xl">
      {secret === null ? null : (
        <div className="mb-4">
          <SecretOnce secret={secret} />
        </div>
      )}
      <p className="mb-3 text-sm text-muted">
        Messages are signed with it (Standard Webhooks). A new one takes effect at once; the one before signs too for 24
        hours, so that the receiver can be changed in peace.
        {isRotating ? (
          <>
            {" "}
            The secret before ends <TimeAgo at={until} />.
          </>
        ) : null}
      </p>
      <ConfirmDialog
        trigger={<Button>Rotate the secret</Button>}
        title="Make a new signing secret?"
        confirm="Rotate"
        intent="rotate"
      >
        <p>It is shown once. The secret that there is now signs too for 24 hours; an older one signs no more.</p>
      </ConfirmDialog>
    </Panel>
  );
}
