import type { FieldMetadata } from "@conform-to/react";
import { useEffect, useRef, useState } from "react";

import { FieldErrors } from "~/components/ui/field";
import { Switch } from "~/components/ui/switch";
import { TextField } from "~/components/ui/text-field";

interface Props {
  fields: Record<"quietFrom" | "quietTo" | "quietTimezone", FieldMetadata<string | undefined>> & {
    quietDays: FieldMetadata<string[] | undefined>;
  };
  isQuiet: boolean;
}

/** ISO 8601: 1 is Monday. */
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** When a channel is left in peace. Its details show when it is switched on, scripts or not. */
export function QuietHoursFields({ fields, isQuiet }: Props) {
  const { id, initialValue, errors, name, key } = fields.quietDays;
  const chosen = new Set(Array.isArray(initialValue) ? initialValue : initialValue === undefined ? [] : [initialValue]);
  return (
    <fieldset className="group/quiet flex flex-col gap-4">
      <legend className="sr-only">Quiet hours</legend>
      <label htmlFor="isQuiet" className="flex items-start gap-3 text-sm font-medium">
        <Switch id="isQuiet" name="isQuiet" defaultChecked={isQuiet} />
        <span>
          Quiet hours
          <span className="block text-xs font-normal text-faint">
            Critical alerts come through; everything else is told in one message when they end.
          </span>
        </span>
      </label>
      <div className="hidden flex-col gap-4 group-has-[#isQuiet:checked]/quiet:flex">
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField field={fields.quietFrom} label="From" type="time" />
          <TextField field={fields.quietTo} label="To" type="time" />
          <TimezoneField field={fields.quietTimezone} />
        </div>
        <fieldset key={key} className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-sm font-medium">Beginning on</legend>
          <div className="flex flex-wrap gap-1.5">
            {DAYS.map((day, index) => (
              <label
                key={day}
                className="flex min-h-8 items-center rounded border border-line px-2.5 text-sm text-muted has-checked:border-accent has-checked:bg-accent/10 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-10"
              >
                <input
                  type="checkbox"
                  name={name}
                  value={index + 1}
                  defaultChecked={chosen.has(String(index + 1))}
                  className="sr-only"
                />
                {day}
              </label>
            ))}
          </div>
          <FieldErrors id={id} errors={errors} />
          <p className="text-xs text-faint">
            None chosen: every day. Hours over midnight belong to the day they begin on.
          </p>
        </fieldset>
      </div>
    </fieldset>
  );
}

/** A time zone: the browser's own for a start, with all it knows as suggestions. */
function TimezoneField({ field }: { field: FieldMetadata<string | undefined> }) {
  const input = useRef<HTMLInputElement>(null);
  const [zones, setZones] = useState<readonly string[]>([]);
  useEffect(() => {
    if (input.current?.value === "") input.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }, []);
  return (
    <>
      <TextField
        field={field}
        ref={input}
        label="Time zone"
        list="time-zones"
        onFocus={() => setZones(Intl.supportedValuesOf("timeZone"))}
        autoComplete="off"
        spellCheck={false}
        placeholder="Europe/Berlin"
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
