import { Link } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { TimeAgo } from "~/components/time-ago";
import { buttonClass } from "~/components/ui/button-class";
import type { Channel } from "~/domain/channels/channel";
import { paths } from "~/paths";
import { ChannelHealth } from "./channel-health";
import { CHANNEL_LOOKS } from "./channel-looks";
import { ChannelMarks } from "./channel-marks";
import { ChannelState } from "./channel-state";
import { destinationWords } from "./destination-words";
import { TestButton } from "./test-button";

/** One channel: where it leads, how it is doing, and a button to try it. */
export function ChannelCard({ channel }: { channel: Channel }) {
  const { id, type, name, health, enabled } = channel;
  const { icon: Icon, label } = CHANNEL_LOOKS[type];
  const { admin } = useRights();
  return (
    <article
      aria-label={name}
      className="flex min-w-0 flex-col rounded-lg border border-line bg-surface p-4 shadow-raised"
    >
      <div className="flex items-start gap-3">
        <span className="grid size-9 shrink-0 place-content-center rounded-lg border border-line bg-ground text-accent">
          <Icon size={17} aria-hidden />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold">
            <HostileText text={name} max={60} />
          </h2>
          <p className="text-xs text-faint">{label}</p>
        </div>
        <ChannelHealth channel={channel} />
      </div>
      <p className="mt-3 font-mono text-xs text-muted [overflow-wrap:anywhere]">
        <HostileText text={destinationWords(channel)} max={120} />
      </p>
      <ChannelMarks channel={channel} />
      <dl className="my-3 grid grid-cols-[6rem_minmax(0,1fr)] gap-y-1 text-xs">
        <dt className="text-faint">Last success</dt>
        <dd>{health.lastSuccessAt === null ? "never" : <TimeAgo at={health.lastSuccessAt} />}</dd>
      </dl>
      <ChannelState channel={channel} mayChange={admin} className="mb-3" />
      <div className="mt-auto flex flex-wrap items-start gap-2 border-t border-line pt-3">
        {admin && enabled ? <TestButton channelId={id} size="sm" /> : null}
        {admin ? (
          <Link to={paths.channel(id)} className={buttonClass("quiet", "sm")}>
            Edit
          </Link>
        ) : null}
        <Link to={paths.deliveries(`channelId=${id}`)} className={buttonClass("quiet", "sm")}>
          Deliveries
        </Link>
      </div>
    </article>
  );
}
