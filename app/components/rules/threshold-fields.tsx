import type { FieldMetadata } from "@conform-to/react";

import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";

type Fields = Record<
  "thresholdCount" | "thresholdWindowSeconds" | "thresholdGroupBy",
  FieldMetadata<string | undefined>
>;

/** How many matches it takes; left empty, each one does. */
export function ThresholdFields({ fields }: { fields: Fields }) {
  return (
    <fieldset className="grid gap-5 sm:grid-cols-3">
      <legend className="sr-only">Threshold</legend>
      <TextField
        field={fields.thresholdCount}
        label="Only after"
        optional
        inputMode="numeric"
        placeholder="1"
        hint="Matches it takes to make an alert. Empty: each one does."
      />
      <TextField
        field={fields.thresholdWindowSeconds}
        label="Within"
        optional
        inputMode="numeric"
        placeholder="600"
        hint="Seconds in which they have to happen."
      />
      <SelectField field={fields.thresholdGroupBy} label="Counted">
        <option value="rule">All together</option>
        <option value="sender">For each sender</option>
        <option value="contract">For each contract</option>
      </SelectField>
    </fieldset>
  );
}
