import { ChannelType } from "~/domain/channels/channel";
import type { FieldError } from "~/domain/errors";
import { Id } from "~/domain/shared-schemas";
import type { Db, DbTransaction } from "~/platform/db.server";

/** Elements of a rule's `channels` that are neither an existing channel's id nor a type of channel. */
export async function channelErrors(db: Db | DbTransaction, channels: readonly string[]): Promise<FieldError[]> {
  const ids = channels.filter((channel) => Id.safeParse(channel).success);
  const known = ids.length === 0 ? [] : await db.channel.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const knownIds = new Set(known.map((channel) => channel.id));
  return channels.flatMap((channel, index) => {
    if (knownIds.has(channel.toLowerCase()) || ChannelType.safeParse(channel).success) return [];
    const detail = ids.includes(channel)
      ? "is not the id of a channel"
      : `is neither the id of a channel nor a type of channel: ${ChannelType.options.join(", ")}`;
    return [{ pointer: `/channels/${index}`, detail, code: "unknown_channel" }];
  });
}
