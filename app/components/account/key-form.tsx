import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { hasRole, Role } from "~/domain/users/role";
import { isSubmitting } from "./is-submitting";

/** What a key is made from, as its form holds it. */
interface KeyFields {
  name: string;
  role: string;
  /** Days. */
  expiresIn: string;
}

interface Props {
  /** One's own: a key's is at most that. */
  role: Role;
  /** What was typed before the way led elsewhere. */
  typed: KeyFields;
  lastResult: SubmissionResult<string[]> | undefined;
}

const LIFETIMES = [7, 30, 90, 365];

const ROLE_WORDS: Record<Role, string> = {
  viewer: "Viewer: reads only",
  analyst: "Analyst: acts and edits",
  admin: "Admin: everything",
};

/** Makes a key for programs. */
export function KeyForm({ role, typed, lastResult }: Props) {
  const isSending = isSubmitting(useNavigation(), "create");
  const [form, fields] = useForm<KeyFields>({ id: "key", lastResult, defaultValue: typed });
  return (
    <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <div className="grid gap-4 md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,1fr)]">
        <TextField field={fields.name} label="Name" placeholder="Nightly export" autoComplete="off" maxLength={100} />
        <SelectField field={fields.role} label="May do">
          {Role.options
            .filter((each) => hasRole(role, each))
            .map((each) => (
              <option key={each} value={each}>
                {ROLE_WORDS[each]}
              </option>
            ))}
        </SelectField>
        <SelectField field={fields.expiresIn} label="Ends after">
          {LIFETIMES.map((days) => (
            <option key={days} value={days}>
              {days === 365 ? "a year" : `${days} days`}
            </option>
          ))}
        </SelectField>
      </div>
      <div>
        <Button type="submit" name="intent" value="create" look="primary" disabled={isSending}>
          {isSending ? "Making…" : "Make the key"}
        </Button>
      </div>
    </Form>
  );
}
