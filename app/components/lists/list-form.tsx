import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { AddressList } from "~/domain/address-lists/address-list";
import { paths } from "~/paths";
import { AddressFields, type AddressFieldValues } from "./address-fields";

/** The form's fields as the browser sends them. */
export interface ListFields extends AddressFieldValues {
  name?: string | undefined;
  description?: string | undefined;
}

interface Props {
  /** Null for a new one, which may get its first addresses at once. */
  list: AddressList | null;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Names and describes an address list. */
export function ListForm({ list, lastResult }: Props) {
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const [form, fields] = useForm<ListFields>({
    lastResult,
    defaultValue: { name: list?.name, description: list?.description ?? undefined },
  });
  return (
    <Form method="post" encType="multipart/form-data" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-5">
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextField
        field={fields.name}
        label="Name"
        mono
        autoFocus={list === null}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="treasury"
        maxLength={64}
        hint="Lower case letters, digits and underscores. A condition names it with an @: to in @treasury."
      />
      <TextAreaField field={fields.description} label="Description" optional rows={2} />
      {list === null ? <AddressFields fields={fields} /> : null}
      <div className="flex gap-2 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
          {isSaving ? "Saving…" : list === null ? "Make the list" : "Save"}
        </Button>
        <Link to={paths.lists()} className={buttonClass("quiet")}>
          Cancel
        </Link>
      </div>
    </Form>
  );
}
