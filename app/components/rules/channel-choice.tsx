import type { FieldMetadata } from "@conform-to/react";
import { Link } from "@remix-run/react";

import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { HostileText } from "~/components/hostile-text";
import { FieldErrors } from "~/components/ui/field";
import { paths } from "~/paths";
import type { RuleFormChoices } from "./rule-form-choices";

interface Props {
  field: FieldMetadata<string[] | undefined>;
  channels: RuleFormChoices["channels"];
}

/** Who is told: single channels, or all of a kind, also those made later. */
export function ChannelChoice({ field, channels }: Props) {
  const { id, name, errors, initialValue, key } = field;
  const chosen = new Set(Array.isArray(initialValue) ? initialValue : initialValue === undefined ? [] : [initialValue]);
  const types = [...new Set([...channels.map(({ type }) => type)])];
  const allErrors = [...(errors ?? []), ...Object.values(field.allErrors).flat()];
  if (channels.length === 0) {
    return (
      <p className="rounded border border-line bg-ground px-3 py-2.5 text-sm text-muted">
        There is no channel yet, so nobody would be told.{" "}
        <Link to={paths.newChannel()} className="text-accent underline underline-offset-2">
          Add one
        </Link>
        , then come back.
      </p>
    );
  }
  return (
    <fieldset key={key} className="flex flex-col gap-1.5">
      <legend className="sr-only">Channels</legend>
      <ul className="grid gap-x-4 rounded border border-line py-1 sm:grid-cols-2">
        {channels.map(({ id: channelId, name: label, type, enabled }) => (
          <li key={channelId}>
            <Choice name={name} value={channelId} isChosen={chosen.has(channelId)}>
              <HostileText text={label} max={60} />
              <span className="ml-2 text-xs text-faint">
                {enabled ? CHANNEL_LOOKS[type].label : `${CHANNEL_LOOKS[type].label}, off`}
              </span>
            </Choice>
          </li>
        ))}
        {types.map((type) => (
          <li key={type}>
            <Choice name={name} value={type} isChosen={chosen.has(type)}>
              All {CHANNEL_LOOKS[type].label}
              <span className="ml-2 text-xs text-faint">also later ones</span>
            </Choice>
          </li>
        ))}
      </ul>
      <FieldErrors id={id} errors={[...new Set(allErrors)]} />
    </fieldset>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  isChosen: boolean;
  children: React.ReactNode;
}

function Choice({ name, value, isChosen, children }: ChoiceProps) {
  return (
    <label className="flex min-h-row items-center gap-3 px-3 text-sm hover:bg-ink/4 max-md:min-h-11">
      <input type="checkbox" className="check" name={name} value={value} defaultChecked={isChosen} />
      <span>{children}</span>
    </label>
  );
}
