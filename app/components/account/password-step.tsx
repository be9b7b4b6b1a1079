import { Form, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { PlainField } from "~/components/ui/plain-field";

interface Props {
  next: string;
  /** The second step took too long. */
  isExpired: boolean;
  refused: { message: string; email?: string | undefined } | null;
}

/** The first step of signing in: who, and the password. */
export function PasswordStep({ next, isExpired, refused }: Props) {
  const isSending = useNavigation().state !== "idle";
  return (
    <Form method="post" className="flex flex-col gap-4">
      {refused !== null ? (
        <Notice look="bad" live>
          {refused.message}
        </Notice>
      ) : isExpired ? (
        <Notice look="warn" live>
          That took more than five minutes. Sign in again.
        </Notice>
      ) : null}
      <input type="hidden" name="next" value={next} />
      <PlainField
        id="email"
        name="email"
        type="email"
        label="Email"
        autoComplete="username"
        autoFocus={refused === null}
        required
        defaultValue={refused?.email}
      />
      <PlainField
        id="password"
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        autoFocus={refused !== null}
        required
      />
      <Button type="submit" look="primary" disabled={isSending} className="mt-1">
        {isSending ? "Signing in…" : "Sign in"}
      </Button>
    </Form>
  );
}
