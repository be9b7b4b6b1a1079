import type { FieldMetadata } from "@conform-to/react";

import { cx } from "~/components/cx";
import { SEVERITIES, SEVERITY_LOOKS } from "~/components/severity-looks";
import { FieldErrors } from "~/components/ui/field";

/** One of the five severities. */
export function SeverityChoice({ field }: { field: FieldMetadata<string | undefined> }) {
  const { id, name, errors, initialValue, key } = field;
  const hasErrors = errors !== undefined && errors.length > 0;
  return (
    <fieldset
      id={id}
      key={key}
      aria-describedby={hasErrors ? `${id}-error` : undefined}
      className="flex flex-col gap-1.5"
    >
      <legend className="sr-only">Severity</legend>
      <div className="flex flex-wrap gap-1.5">
        {SEVERITIES.map((severity) => {
          const { icon: Icon, label, text, fill } = SEVERITY_LOOKS[severity];
          return (
            <label
              key={severity}
              className={cx(
                "flex min-h-9 items-center gap-1.5 rounded-full border border-line-strong px-3 text-sm font-medium text-muted hover:border-faint max-md:min-h-10",
                "has-checked:border-current has-checked:bg-ink/6 has-focus-visible:outline-2 has-focus-visible:outline-accent",
                CHECKED_TEXT[severity],
              )}
            >
              <input
                type="radio"
                name={name}
                value={severity}
                defaultChecked={initialValue === severity}
                className="sr-only"
              />
              <Icon size={15} aria-hidden className={cx(text, fill)} />
              {label}
            </label>
          );
        })}
      </div>
      <FieldErrors id={id} errors={errors} />
    </fieldset>
  );
}

/** Written out, because the style sheet is made from whole class names. */
const CHECKED_TEXT = {
  critical: "has-checked:text-critical",
  high: "has-checked:text-high",
  medium: "has-checked:text-medium",
  low: "has-checked:text-low",
  info: "has-checked:text-info",
};
