import type { FieldMetadata } from "@conform-to/react";
import type { ComponentProps, ReactNode } from "react";

import { cx } from "~/components/cx";
import { describedBy } from "./described-by";
import { Field } from "./field";

interface Props extends Omit<ComponentProps<"textarea">, "name" | "id"> {
  field: FieldMetadata<string | undefined>;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  mono?: boolean;
}

/** A text field of several lines. */
export function TextAreaField({ field, label, hint, optional = false, mono = false, className, ...rest }: Props) {
  const { id, name, errors } = field;
  return (
    <Field id={id} label={label} hint={hint} errors={errors} optional={optional}>
      <textarea
        id={id}
        name={name}
        defaultValue={field.initialValue}
        key={field.key}
        rows={4}
        className={cx("control resize-y", mono && "font-mono text-xs", className)}
        {...describedBy({ id, errors, hasHint: hint !== undefined })}
        {...rest}
      />
    </Field>
  );
}
