import type { FieldMetadata } from "@conform-to/react";
import type { ComponentProps, ReactNode } from "react";

import { describedBy } from "./described-by";
import { Field } from "./field";

interface Props extends Omit<ComponentProps<"select">, "name" | "id"> {
  field: FieldMetadata<string | undefined>;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  /** `<option>`s. */
  children: ReactNode;
}

/** A choice of one among few: the browser's own list, which phones show best and which works before hydration. */
export function SelectField({ field, label, hint, optional = false, children, ...rest }: Props) {
  const { id, name, errors } = field;
  return (
    <Field id={id} label={label} hint={hint} errors={errors} optional={optional}>
      <select
        id={id}
        name={name}
        defaultValue={field.initialValue}
        key={field.key}
        className="control"
        {...describedBy({ id, errors, hasHint: hint !== undefined })}
        {...rest}
      >
        {children}
      </select>
    </Field>
  );
}
