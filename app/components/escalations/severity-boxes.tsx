import type { FieldMetadata } from "@conform-to/react";

import { cx } from "~/components/cx";
import { SEVERITIES, SEVERITY_LOOKS } from "~/components/severity-looks";
import { FieldErrors } from "~/components/ui/field";
import { chosenValues } from "./chosen-values";

/** Any of the five severities. */
export function SeverityBoxes({ field }: { field: FieldMetadata<string[] | undefined> }) {
  const chosen = chosenValues(field);
  const errors = [...new Set([...(field.errors ?? []), ...Object.values(field.allErrors).flat()])];
  return (
    <fieldset key={field.key} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Alerts of these severities</legend>
      <div className="flex flex-wrap gap-1.5">
        {SEVERITIES.map((severity) => {
          const { icon: Icon, label, text, fill } = SEVERITY_LOOKS[severity];
          return (
            <label
              key={severity}
              className="flex min-h-9 items-center gap-1.5 rounded-full border border-line-strong px-3 text-sm text-muted hover:border-faint has-checked:border-accent has-checked:bg-accent/10 has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-10"
            >
              <input
                type="checkbox"
                name={field.name}
                value={severity}
                defaultChecked={chosen.has(severity)}
                className="sr-only"
              />
              <Icon size={15} aria-hidden className={cx(text, fill)} />
              {label}
            </label>
          );
        })}
      </div>
      <FieldErrors id={field.id} errors={errors} />
      <p className="text-xs text-faint">Unless their rule names another policy. A rule can name this one, too.</p>
    </fieldset>
  );
}
