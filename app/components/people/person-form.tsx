import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { TextField } from "~/components/ui/text-field";
import type { UserDetail } from "~/domain/users/user";
import { RoleChoice } from "./role-choice";

interface Props {
  person: UserDetail;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** A person's name and role. */
export function PersonForm({ person: { name, role }, lastResult }: Props) {
  const [form, fields] = useForm<{ name: string; role: string }>({ lastResult, defaultValue: { name } });
  return (
    <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextField field={fields.name} label="Name" autoComplete="off" required />
      <RoleChoice name="role" value={role} errors={fields.role.errors} />
      <p className="text-xs text-faint">Another role signs them out everywhere, within a minute.</p>
      <div>
        <Button type="submit" name="intent" value="save" look="primary">
          Save
        </Button>
      </div>
    </Form>
  );
}
