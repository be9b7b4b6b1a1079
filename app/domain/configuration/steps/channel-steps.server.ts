import type { FieldError } from "~/domain/errors";
import type { Configuration, ConfiguredChannel } from "../configuration";
import type { ChannelValue, KnownObjects } from "../known-objects";
import { channelName } from "../object-names";
import { draftChannelUpdate } from "./channel-update.server";
import { matchObjects } from "./match-objects";
import { draftNewChannel } from "./new-channel.server";
import type { Draft } from "./step";

/**
 * Channels. One whose secrets the file does not have keeps its own; a new one is made switched off, with stand-ins for
 * them and a note. Channels are never pruned: their deliveries would go with them.
 */
export function channelSteps(input: Configuration, { channels }: KnownObjects): Draft {
  const { matched } = matchObjects("channel", input.channels ?? [], { known: channels, nameOf: channelName });
  const draft: Draft = { steps: [], errors: fallbackErrors(input.channels ?? []), notes: [] };
  for (const { entry, pointer, key, known } of matched) {
    const placed = { entry, value: storedChannel(entry), pointer, key };
    const one = known === null ? draftNewChannel(placed) : draftChannelUpdate({ ...placed, known });
    draft.steps.push(...one.steps);
    draft.errors.push(...one.errors);
    draft.notes.push(...one.notes);
  }
  return draft;
}

/** There is one fallback: the second would take it from the first, each time. */
function fallbackErrors(channels: readonly ConfiguredChannel[]): FieldError[] {
  const marked = channels.flatMap(({ isFallback }, index) => (isFallback === true ? [index] : []));
  return marked.slice(1).map((index) => ({
    pointer: `/channels/${index}/isFallback`,
    detail: `/channels/${marked[0]} is the fallback already`,
    code: "duplicate",
  }));
}

function storedChannel(entry: ConfiguredChannel): ChannelValue {
  const { type, name, enabled, isFallback = false, maxPerMinute = null, digestMinutes = null } = entry;
  const { quietHours = null, templates = {}, replayMaxAgeMinutes = 60 } = entry;
  const limits = { isFallback, maxPerMinute, digestMinutes, replayMaxAgeMinutes };
  return { type, name, enabled, ...limits, quietHours, templates };
}
