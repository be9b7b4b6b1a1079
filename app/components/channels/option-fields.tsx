import type { FieldMetadata } from "@conform-to/react";

import { Switch } from "~/components/ui/switch";
import { TextField } from "~/components/ui/text-field";
import type { Channel, ChannelType } from "~/domain/channels/channel";

interface Props {
  type: ChannelType;
  fields: Record<"maxPerMinute" | "digestMinutes" | "replayMaxAgeMinutes", FieldMetadata<string | undefined>>;
}

/** What is known of a far side's limits, when nobody says otherwise. */
const PACES: Record<ChannelType, string> = {
  discord: "30 a minute",
  telegram: "20 a minute in groups, 60 in private chats",
  slack: "60 a minute",
  pagerduty: "120 a minute",
  email: "60 a minute",
  webhook: "as fast as the receiver takes them",
};

/** How often a channel may be told, and what becomes of what it missed. */
export function PaceFields({ type, fields }: Props) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          field={fields.digestMinutes}
          label="Digest"
          optional
          inputMode="numeric"
          placeholder="15"
          hint="Minutes for which low and info alerts are gathered into one message. Empty: each is told."
        />
        <TextField
          field={fields.maxPerMinute}
          label="At most"
          optional
          inputMode="numeric"
          hint={`Messages a minute. Empty: ${PACES[type]}. More wait, critical ones first.`}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          field={fields.replayMaxAgeMinutes}
          label="Replay up to"
          inputMode="numeric"
          hint="Minutes. What waited longer while the channel was down comes as one summary."
        />
      </div>
    </>
  );
}

/**
 * Whether it is used, and whether it stands in for the others.
 *
 * @param sent what the form was sent with, when it comes back.
 */
export function RoleFields({ channel, sent }: { channel: Channel | null; sent: Record<string, unknown> | null }) {
  const isOn = (name: "enabled" | "isFallback", otherwise: boolean) =>
    sent === null ? (channel?.[name] ?? otherwise) : sent[name] === "on";
  return (
    <>
      <label htmlFor="enabled" className="flex items-center gap-3 text-sm font-medium">
        <Switch id="enabled" name="enabled" defaultChecked={isOn("enabled", true)} />
        On
      </label>
      <label htmlFor="isFallback" className="flex items-start gap-3 text-sm font-medium">
        <Switch id="isFallback" name="isFallback" defaultChecked={isOn("isFallback", false)} />
        <span>
          Fallback
          <span className="block text-xs font-normal text-faint">
            Told of every alert that another channel could not be told of. There is one: choosing this takes it from the
            one before.
          </span>
        </span>
      </label>
    </>
  );
}
