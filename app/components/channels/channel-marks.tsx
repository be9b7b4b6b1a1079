import type { Channel } from "~/domain/channels/channel";

/** What is special about a channel, as small labels; nothing for an ordinary one. */
export function ChannelMarks({ channel }: { channel: Channel }) {
  const { isFallback, digestMinutes, quietHours, maxPerMinute, config } = channel;
  const marks = [
    isFallback ? "Fallback" : "",
    config.kind === "hook" ? "Circuit-breaker hook" : "",
    digestMinutes === null ? "" : `Digest every ${digestMinutes} min`,
    quietHours === null ? "" : `Quiet ${quietHours.from}–${quietHours.to}`,
    maxPerMinute === null ? "" : `${maxPerMinute} a minute`,
  ].filter((mark) => mark !== "");
  if (marks.length === 0) return null;
  return (
    <ul aria-label="Options" className="mt-2 flex flex-wrap gap-1">
      {marks.map((mark) => (
        <li key={mark} className="rounded-full border border-line bg-ground px-2 text-xs leading-5 text-muted">
          {mark}
        </li>
      ))}
    </ul>
  );
}
