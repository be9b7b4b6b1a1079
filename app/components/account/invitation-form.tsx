import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";

import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { PlainField } from "~/components/ui/plain-field";
import { TextField } from "~/components/ui/text-field";
import type { InvitationOffer } from "~/domain/invitations/invitation";
import { NewPasswordField } from "./new-password-field";

interface Props {
  offer: InvitationOffer;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Takes up an invitation: what one wants to be called, and a password. */
export function InvitationForm({ offer, lastResult }: Props) {
  const isSending = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ name: string; password: string }>({
    lastResult,
    defaultValue: { name: offer.name },
  });
  return (
    <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <PlainField
        id="email"
        type="email"
        label="Email"
        autoComplete="username"
        defaultValue={offer.email}
        readOnly
        hint="You sign in with it."
      />
      <TextField field={fields.name} label="Your name" autoComplete="name" maxLength={120} />
      <NewPasswordField
        name="password"
        label="Choose a password"
        errors={fields.password.errors}
        context={[offer.email, offer.name]}
      />
      <Button type="submit" look="primary" disabled={isSending}>
        {isSending ? "One moment…" : "Accept and sign in"}
      </Button>
      <p className="text-xs text-faint">
        The invitation ends <TimeAgo at={offer.expiresAt} />.
      </p>
    </Form>
  );
}
