import type { FieldMetadata } from "@conform-to/react";

import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { HostileText } from "~/components/hostile-text";
import { FieldErrors } from "~/components/ui/field";
import { chosenValues } from "./chosen-values";
import type { ChannelOption } from "./policy-fields";

interface Props {
  field: FieldMetadata<string[] | undefined>;
  channels: readonly ChannelOption[];
  /** Of the step, for who hears the form. */
  legend: string;
}

/** Who a step tells: single channels, or all of a kind, also those made later. */
export function StepChannels({ field, channels, legend }: Props) {
  const chosen = chosenValues(field);
  const types = [...new Set(channels.map(({ type }) => type))].sort();
  const gone = [...chosen].filter((value) => !channels.some(({ id, type }) => id === value || type === value));
  const errors = [...new Set([...(field.errors ?? []), ...Object.values(field.allErrors).flat()])];
  const choice = (value: string, label: React.ReactNode, aside: string) => (
    <label
      key={value}
      className="flex min-h-8 items-center gap-2.5 rounded px-2 text-sm hover:bg-ink/4 max-md:min-h-11"
    >
      <input type="checkbox" className="check" name={field.name} value={value} defaultChecked={chosen.has(value)} />
      <span className="min-w-0 truncate">{label}</span>
      <span className="ml-auto text-xs whitespace-nowrap text-faint">{aside}</span>
    </label>
  );
  return (
    <fieldset key={field.key} className="flex flex-col gap-1.5">
      <legend className="sr-only">{legend}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {channels.map(({ id, name, type, enabled }) =>
          choice(id, <HostileText text={name} max={60} />, enabled ? CHANNEL_LOOKS[type].label : "off"),
        )}
        {types.map((type) => choice(type, `All ${CHANNEL_LOOKS[type].label}`, "also later ones"))}
        {gone.map((value) => {
          const type = Object.entries(CHANNEL_LOOKS).find(([name]) => name === value);
          return type === undefined
            ? choice(value, "A channel since deleted", "gone")
            : choice(value, `All ${type[1].label}`, "none yet");
        })}
      </div>
      <FieldErrors id={field.id} errors={errors} />
    </fieldset>
  );
}
