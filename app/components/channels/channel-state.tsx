import { Form } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { TimeSince } from "~/components/time-since";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import type { Channel } from "~/domain/channels/channel";
import { paths } from "~/paths";

interface Props {
  channel: Channel;
  /** Messages that wait for it; null where nobody counted. */
  held?: number | null;
  /** Whether whoever looks may switch it on. */
  mayChange: boolean;
  className?: string;
}

/** What is wrong with a channel and what to do about it; nothing while it works. */
export function ChannelState({ channel, held = null, mayChange, className }: Props) {
  const { id, health, enabled } = channel;
  const said =
    health.lastError === null ? null : (
      <>
        {" "}
        <HostileText text={health.lastError} max={240} expandable />
      </>
    );
  if (!enabled && health.heldSince !== null) {
    return (
      <Notice look="bad" {...(className === undefined ? {} : { className })}>
        <p>
          Sentinel switched it off <TimeAgo at={health.heldSince} />: its far side is gone.{said}
        </p>
        <p className="mt-1 text-muted">
          {heldWords(held)} Put right what is wrong, then switch it on again: what waited is sent in order.
        </p>
        {mayChange ? (
          <Form method="post" action={paths.channel(id)} className="mt-2">
            <Button type="submit" name="intent" value="enable" size="sm">
              Switch it on again
            </Button>
          </Form>
        ) : null}
      </Notice>
    );
  }
  if (!enabled || (health.status !== "failing" && health.failingSince === null)) return null;
  return (
    <Notice look="bad" {...(className === undefined ? {} : { className })}>
      {health.failingSince === null ? (
        <p>The last attempt to send a message failed.{said}</p>
      ) : (
        <p>
          Messages have been failing for <TimeSince at={health.failingSince} />.{said}
        </p>
      )}
      <p className="mt-1 text-muted">Send a test to see whether it works now; its deliveries say what was tried.</p>
    </Notice>
  );
}

function heldWords(held: number | null): string {
  if (held === null) return "Its messages are held.";
  if (held === 0) return "No message waits for it.";
  return held === 1 ? "One message is held." : `${held.toLocaleString("en")} messages are held.`;
}
