import { cx } from "~/components/cx";
import type { Channel } from "~/domain/channels/channel";
import { healthLook } from "./channel-looks";

/** Whether the channel works, as its last deliveries tell. */
export function ChannelHealth({ channel }: { channel: Channel }) {
  const { icon: Icon, label, text } = healthLook(channel);
  return (
    <span className={cx("inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap", text)}>
      <Icon size={14} aria-hidden />
      {label}
    </span>
  );
}
