import type { FieldMetadata } from "@conform-to/react";
import type { ComponentProps, ReactNode } from "react";

import { cx } from "~/components/cx";
import { describedBy } from "./described-by";
import { Field } from "./field";

interface Props extends Omit<ComponentProps<"input">, "name" | "id"> {
  field: FieldMetadata<string | undefined>;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  mono?: boolean;
}

/** A one-line text field of a form. */
export function TextField({ field, label, hint, optional = false, mono = false, className, ...rest }: Props) {
  const { id, name, errors } = field;
  return (
    <Field id={id} label={label} hint={hint} errors={errors} optional={optional}>
      <input
        type="text"
        id={id}
        name={name}
        defaultValue={field.initialValue}
        key={field.key}
        className={cx("control", mono && "font-mono", className)}
        {...describedBy({ id, errors, hasHint: hint !== undefined })}
        {...rest}
      />
    </Field>
  );
}
