import type { ComponentProps } from "react";

import { describedBy } from "./described-by";
import { Field } from "./field";

interface Props extends ComponentProps<"input"> {
  id: string;
  label: string;
  errors?: readonly string[] | undefined;
  hint?: string;
}

/** A text field outside of Conform's forms. */
export function PlainField({ id, label, errors, hint, ...rest }: Props) {
  return (
    <Field id={id} label={label} errors={errors} hint={hint}>
      <input id={id} className="control" {...describedBy({ id, errors, hasHint: hint !== undefined })} {...rest} />
    </Field>
  );
}
