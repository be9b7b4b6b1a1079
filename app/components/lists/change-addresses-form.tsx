import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { AddressFields, type AddressFieldValues } from "./address-fields";

const WAYS = [
  { value: "add", label: "Add them" },
  { value: "remove", label: "Remove them" },
  { value: "replace", label: "Replace the whole list" },
] as const;

interface ChangeFields extends AddressFieldValues {
  way?: string | undefined;
}

/** Adds, removes or replaces addresses of a list. All or nothing. */
export function ChangeAddressesForm({ lastResult }: { lastResult: SubmissionResult<string[]> | undefined }) {
  const isSaving = useNavigation().formData?.get("intent") === "addresses";
  const [form, fields] = useForm<ChangeFields>({ id: "change-addresses", lastResult, defaultValue: { way: "add" } });
  return (
    <Form method="post" encType="multipart/form-data" {...getFormProps(form)} className="flex flex-col gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <AddressFields fields={fields} />
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="sr-only">What becomes of them</legend>
        {WAYS.map(({ value, label }) => (
          <label key={value} className="flex min-h-8 items-center gap-2 text-sm max-md:min-h-10">
            <input
              type="radio"
              name={fields.way.name}
              value={value}
              defaultChecked={(fields.way.initialValue ?? "add") === value}
              className="check"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div>
        <Button type="submit" name="intent" value="addresses" look="primary" disabled={isSaving}>
          {isSaving ? "Working…" : "Change the list"}
        </Button>
      </div>
    </Form>
  );
}
