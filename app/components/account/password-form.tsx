import type { SubmissionResult } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { Panel } from "~/components/ui/panel";
import { PlainField } from "~/components/ui/plain-field";
import { ShownNotice } from "~/components/ui/shown-notice";
import { isSubmitting } from "./is-submitting";
import { NewPasswordField } from "./new-password-field";

interface Props {
  user: { name: string; email: string };
  lastResult: SubmissionResult<string[]> | undefined;
  /** When it was changed just now, ms: the fields are empty again then. */
  changedAt: number | null;
}

/** Another password: the one there is, the new one, and what it ends. */
export function PasswordForm({ user, lastResult, changedAt }: Props) {
  const isSaving = isSubmitting(useNavigation(), "password");
  const errors = lastResult?.error ?? {};
  const formErrors = errors[""] ?? undefined;
  return (
    <Panel title="Password" className="max-w-3xl">
      {changedAt === null ? null : (
        <div className="mb-4">
          <ShownNotice key={changedAt} look="good">
            Your password is changed. Everywhere else you have to sign in again.
          </ShownNotice>
        </div>
      )}
      <Form key={changedAt} method="post" className="flex max-w-sm flex-col gap-4">
        <FormErrors id="password-errors" errors={formErrors} />
        {/* Password managers learn by it whose password this is. */}
        <input type="email" name="username" autoComplete="username" defaultValue={user.email} hidden readOnly />
        <PlainField
          id="currentPassword"
          name="currentPassword"
          type="password"
          label="Current password"
          autoComplete="current-password"
          errors={errors.currentPassword ?? undefined}
          required
        />
        <NewPasswordField
          name="newPassword"
          label="New password"
          errors={errors.newPassword ?? undefined}
          context={[user.email, user.name]}
        />
        <p className="text-sm text-muted">
          Every other browser and API client of yours is signed out. API keys go on: revoke them where they are listed.
        </p>
        <div>
          <Button type="submit" name="intent" value="password" look="primary" disabled={isSaving}>
            {isSaving ? "Changing…" : "Change the password"}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}
