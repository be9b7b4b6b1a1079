import type { FieldMetadata } from "@conform-to/react";
import { useEffect, useState } from "react";

import { FieldErrors } from "~/components/ui/field";
import { Switch } from "~/components/ui/switch";
import { TextField } from "~/components/ui/text-field";
import { chosenValues } from "./chosen-values";
import { WEEKDAYS } from "./hours-words";
import type { PolicyFields } from "./policy-fields";

interface Props {
  fields: {
    [K in "isBound" | "from" | "to" | "timezone" | "days"]-?: FieldMetadata<PolicyFields[K]>;
  };
}

/** When steps are taken: always, or within hours. The hours show when they count, without a script. */
export function HoursFields({ fields }: Props) {
  const { isBound, from, to, timezone, days } = fields;
  const zones = useTimezones();
  const chosen = chosenValues(days);
  return (
    <div className="group flex flex-col gap-4">
      <label htmlFor={isBound.id} className="flex items-center gap-3 text-sm font-medium">
        <Switch
          key={isBound.key}
          id={isBound.id}
          name={isBound.name}
          data-bound
          defaultChecked={isBound.initialValue === "on"}
        />
        Only between certain hours
      </label>
      <div className="hidden flex-col gap-4 group-has-[[data-bound]:checked]:flex">
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-[9rem_9rem_minmax(0,1fr)]">
          <TextField field={from} label="From" type="time" />
          <TextField field={to} label="To" type="time" />
          <div className="max-sm:col-span-2">
            <TextField field={timezone} label="Time zone" list="timezones" placeholder="Europe/Berlin" maxLength={60} />
          </div>
        </div>
        <datalist id="timezones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <fieldset key={days.key} className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-sm font-medium">Days</legend>
          <div className="flex flex-wrap gap-1.5">
            {WEEKDAYS.map(({ value, label }) => (
              <label
                key={value}
                className="flex min-h-9 items-center rounded-full border border-line-strong px-3 text-sm text-muted has-checked:border-accent has-checked:bg-accent/10 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-10"
              >
                <input
                  type="checkbox"
                  name={days.name}
                  value={value}
                  defaultChecked={chosen.has(value)}
                  className="sr-only"
                />
                {label}
              </label>
            ))}
          </div>
          <p className="text-xs text-faint">
            None means every day. Hours over midnight belong to the day on which they begin.
          </p>
          <FieldErrors id={days.id} errors={days.errors} />
        </fieldset>
        <p className="text-xs text-faint">A step that falls outside waits until the hours begin.</p>
      </div>
    </div>
  );
}

/** The browser's own list, which may differ from the server's: offered once the page runs. */
function useTimezones(): readonly string[] {
  const [zones, setZones] = useState<readonly string[]>([]);
  useEffect(() => setZones(Intl.supportedValuesOf("timeZone")), []);
  return zones;
}
