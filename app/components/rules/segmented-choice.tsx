import type { FieldMetadata } from "@conform-to/react";

import { FieldErrors } from "~/components/ui/field";

interface Props {
  field: FieldMetadata<string | undefined>;
  legend: string;
  choices: readonly { value: string; label: string }[];
}

/** One of a few, side by side; the first unless another was chosen before. */
export function SegmentedChoice({ field, legend, choices }: Props) {
  const chosen = field.initialValue ?? choices[0]?.value;
  return (
    <fieldset key={field.key}>
      <legend className="sr-only">{legend}</legend>
      <div className="flex flex-wrap gap-1 rounded border border-line bg-ground p-1 sm:w-fit">
        {choices.map(({ value, label }) => (
          <label
            key={value}
            className="flex min-h-8 items-center rounded-[4px] px-3 text-sm text-muted has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-10"
          >
            <input type="radio" name={field.name} value={value} defaultChecked={chosen === value} className="sr-only" />
            {label}
          </label>
        ))}
      </div>
      <FieldErrors id={field.id} errors={field.errors} />
    </fieldset>
  );
}
