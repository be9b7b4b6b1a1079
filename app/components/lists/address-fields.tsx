import type { FieldMetadata } from "@conform-to/react";

import { describedBy } from "~/components/ui/described-by";
import { Field } from "~/components/ui/field";
import { TextAreaField } from "~/components/ui/text-area-field";

/** Addresses as a form sends them: pasted, or in a file. */
export interface AddressFieldValues {
  addresses?: string | undefined;
  file?: File | undefined;
}

interface Props {
  fields: { addresses: FieldMetadata<string | undefined>; file: FieldMetadata<File | undefined> };
}

/** A box to paste addresses into, and a CSV file for many. */
export function AddressFields({ fields: { addresses, file } }: Props) {
  return (
    <>
      <TextAreaField
        field={addresses}
        label="Addresses"
        optional
        mono
        rows={6}
        spellCheck={false}
        placeholder={"0x5FbDB231…0aa3\n0x…"}
        hint="One a line; what stands behind an address is passed over. Up to 100,000."
      />
      <Field
        id={file.id}
        label="Or a CSV file"
        optional
        errors={file.errors}
        hint="With a column named “address”, or one address a line."
      >
        <input
          type="file"
          id={file.id}
          name={file.name}
          key={file.key}
          accept=".csv,.txt,text/csv,text/plain"
          className="block w-full text-sm text-muted file:mr-3 file:min-h-9 file:rounded file:border file:border-line-strong file:bg-raised file:px-3 file:text-sm file:font-medium file:text-ink"
          {...describedBy({ id: file.id, errors: file.errors, hasHint: true })}
        />
      </Field>
    </>
  );
}
