import { NewChannel } from "~/domain/channels/channel-input";
import { createChannel } from "~/domain/channels/create-channel.server";
import type { ConfiguredChannel } from "../configuration";
import { completeConfig } from "./complete-config";
import { schemaErrors } from "./schema-errors";
import type { Draft, Work } from "./step";

interface Placed {
  entry: ConfiguredChannel;
  pointer: string;
  key: string;
}

/** The step that makes a channel; without all of its secrets it is made switched off. */
export function draftNewChannel({ entry, pointer, key }: Placed): Draft {
  const { secrets: _, config: given, ...rest } = entry;
  const { config, missing } = completeConfig(entry.type, given);
  const enabled = entry.enabled && missing.length === 0;
  const input = { ...rest, config, enabled };
  const parsed = NewChannel.safeParse(input);
  if (!parsed.success) return { steps: [], notes: [], errors: schemaErrors(parsed.error, input, pointer) };
  const detail = `is made without ${missing.join(", ")} and switched off: give it what is missing, then switch it on`;
  return {
    steps: [
      {
        change: { kind: "channel", action: "create", name: key, pointer },
        run: (work) => make(work, key, parsed.data),
      },
    ],
    errors: [],
    notes: missing.length === 0 ? [] : [{ pointer, detail, code: "secret_missing" }],
  };
}

async function make({ ctx, actor, ids, madeSecrets }: Work, key: string, input: NewChannel): Promise<void> {
  const { channel, secret } = await createChannel(ctx, { actor, input });
  ids.channel.set(key, channel.id);
  if (secret !== undefined) madeSecrets.push({ channel: key, secret });
}
