import type { FieldMetadata } from "@conform-to/react";

import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";

type Names = "responseSignature" | "responseArgs" | "responseTo" | "responseValue";

/** The unsigned transaction that would answer an alert; left empty it is `pause()` on the contract. */
export function ResponseFields({ fields }: { fields: Record<Names, FieldMetadata<string | undefined>> }) {
  const plain = { autoComplete: "off", spellCheck: false, mono: true } as const;
  return (
    <>
      <TextField
        field={fields.responseSignature}
        label="Function to call"
        optional
        {...plain}
        placeholder="pause()"
        hint="Left empty: pause() on the contract. Sentinel holds no keys: it prepares the transaction, you sign it."
      />
      <TextAreaField
        field={fields.responseArgs}
        label="Arguments"
        optional
        rows={2}
        {...plain}
        placeholder={"true"}
        hint="One a line. {{from}}, {{to}} and other fields of the alert are filled in."
      />
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <TextField
          field={fields.responseTo}
          label="Sent to"
          optional
          {...plain}
          placeholder="0x…"
          hint="Left empty: the contract that the alert is about."
        />
        <TextField
          field={fields.responseValue}
          label="Value"
          optional
          {...plain}
          inputMode="numeric"
          placeholder="0"
          hint="Wei."
        />
      </div>
    </>
  );
}
