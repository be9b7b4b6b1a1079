import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { TextField } from "~/components/ui/text-field";
import { isSubmitting } from "./is-submitting";

interface Props {
  user: { name: string; email: string; role: string };
  lastResult: SubmissionResult<string[]> | undefined;
  /** When it was saved just now, ms. */
  savedAt: number | null;
}

/** What one is called; and what only an administrator changes. */
export function ProfileForm({ user, lastResult, savedAt }: Props) {
  const isSaving = isSubmitting(useNavigation(), "rename");
  const [form, fields] = useForm<{ name: string }>({ id: "profile", lastResult, defaultValue: { name: user.name } });
  return (
    <Panel title="Profile" className="max-w-3xl">
      <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
        {savedAt === null ? null : (
          <ShownNotice key={savedAt} look="good">
            Saved.
          </ShownNotice>
        )}
        <FormErrors id={form.errorId} errors={form.errors} />
        <div className="max-w-sm">
          <TextField field={fields.name} label="Name" autoComplete="name" maxLength={120} />
        </div>
        <dl className="flex flex-wrap gap-x-10 gap-y-2 text-sm">
          <div>
            <dt className="text-xs text-faint">Email</dt>
            <dd className="[overflow-wrap:anywhere]">{user.email}</dd>
          </div>
          <div>
            <dt className="text-xs text-faint">Role</dt>
            <dd className="capitalize">{user.role}</dd>
          </div>
        </dl>
        <p className="text-xs text-faint">An administrator changes these two.</p>
        <div>
          <Button type="submit" name="intent" value="rename" look="primary" disabled={isSaving}>
            {isSaving ? "Saving…" : "Save"}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}
