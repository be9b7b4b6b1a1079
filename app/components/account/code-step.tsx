import { Form, Link, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { CodeField } from "./code-field";
import { signInStep } from "./sign-in-step";

interface Props {
  kind: "code" | "recovery";
  next: string;
  message: string | null;
}

const LINK = "text-accent underline underline-offset-2";

/** The second step of signing in: a code of the authenticator, or a recovery code where that is lost. */
export function CodeStep({ kind, next, message }: Props) {
  const isSending = useNavigation().state === "submitting";
  return (
    <>
      <Form method="post" className="flex flex-col gap-4">
        {message === null ? null : (
          <Notice look="bad" live>
            {message}
          </Notice>
        )}
        <input type="hidden" name="next" value={next} />
        {/* Another kind of code is another field, empty and with the focus. */}
        <CodeField
          key={kind}
          kind={kind}
          autoFocus
          hint={kind === "code" ? "Six digits, new every 30 seconds." : "One of those you saved. Each works once."}
        />
        <Button type="submit" look="primary" disabled={isSending}>
          {isSending ? "Checking…" : "Continue"}
        </Button>
      </Form>
      <ul className="mt-5 flex flex-col gap-2 border-t border-line pt-4 text-sm">
        <li>
          {kind === "code" ? (
            <Link to={signInStep("recovery", next)} replace className={LINK}>
              Use a recovery code instead
            </Link>
          ) : (
            <Link to={signInStep("code", next)} replace className={LINK}>
              Use the authenticator instead
            </Link>
          )}
        </li>
        <li>
          <Link to={signInStep("password", next)} className={LINK}>
            Sign in as somebody else
          </Link>
        </li>
      </ul>
    </>
  );
}
