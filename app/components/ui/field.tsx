import type { ReactNode } from "react";

import { errorSentence } from "./error-sentence";

interface Props {
  /** The control's id; hint and errors are `{id}-hint` and `{id}-error`. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  optional?: boolean;
  children: ReactNode;
}

/** A control with its label, a hint, and what is wrong with it. The control must point here by `describedBy`. */
export function Field({ id, label, hint, errors, optional = false, children }: Props) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-sm font-medium">
        <span>{label}</span>
        {optional ? <span className="text-xs font-normal text-faint">Optional</span> : null}
      </label>
      {children}
      <FieldErrors id={id} errors={errors} />
      {hint === undefined ? null : (
        <div id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** The errors of a control, where a screen reader finds them. */
export function FieldErrors({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  if (!errors || errors.length === 0) return null;
  return (
    <ul id={`${id}-error`} className="flex flex-col gap-0.5 text-xs font-medium text-critical">
      {errors.map((error) => (
        <li key={error} className="[overflow-wrap:anywhere]">
          {errorSentence(error)}
        </li>
      ))}
    </ul>
  );
}
