import { ChannelType } from "~/domain/channels/channel";
import type { References } from "./reference-errors";
import type { Ids } from "./step";

/** The channels of a rule or a step as they are stored: ids, and types as they are. */
export function channelIds(references: References, ids: Ids, names: readonly string[], pointer: string): string[] {
  return names.flatMap((name, index) => {
    const type = ChannelType.safeParse(name.toLowerCase()).data;
    if (type !== undefined) return [type];
    const what = "channel (type/name) and no type of channel";
    return references.idOf(ids.channel, name, `${pointer}/${index}`, what) ?? [];
  });
}
