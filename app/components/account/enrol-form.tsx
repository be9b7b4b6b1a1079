import { Form, useNavigation } from "@remix-run/react";

import { CopyButton } from "~/components/copy-button";
import { Button } from "~/components/ui/button";
import { CodeField } from "./code-field";
import { QrCode } from "./qr-code";
import type { Enrolment } from "./two-factor-answer";

interface Props {
  /** Null when it was shown before, and the authenticator has it. */
  enrolment: Enrolment | null;
  wrong: string | null;
}

/** Gives an authenticator its secret, and takes its first code as the proof that it has it. */
export function EnrolForm({ enrolment, wrong }: Props) {
  const isSending = useNavigation().state === "submitting";
  return (
    <>
      {enrolment === null ? null : <Secret enrolment={enrolment} />}
      <Form method="post" className="mt-6 flex max-w-xs flex-col gap-4">
        <CodeField
          kind="code"
          autoFocus={wrong !== null}
          errors={wrong === null ? undefined : [wrong]}
          hint="The six digits it shows now."
        />
        <Button type="submit" name="intent" value="confirm" look="primary" disabled={isSending}>
          {isSending ? "Checking…" : "Turn it on"}
        </Button>
      </Form>
      <Form method="post" className="mt-3">
        <Button type="submit" name="intent" value="start" look="quiet" size="sm" disabled={isSending} className="-ml-2">
          Begin again with another secret
        </Button>
      </Form>
    </>
  );
}

function Secret({ enrolment: { secret, uri, qr } }: { enrolment: Enrolment }) {
  const groups = secret.match(/.{1,4}/g) ?? [];
  return (
    <div className="flex flex-wrap gap-6">
      <QrCode code={qr} label="QR code for your authenticator" />
      <div className="min-w-56 flex-1 text-sm">
        <p>
          Scan it with an authenticator: any that knows time-based codes, such as a password manager's, Aegis, Ente or
          Google's.
        </p>
        <p className="mt-3 text-muted">On this very device, or no camera?</p>
        <p className="mt-1">
          <a href={uri} className="text-accent underline underline-offset-2">
            Open in an authenticator
          </a>{" "}
          or type this:
        </p>
        <p className="mt-2 flex items-center gap-2">
          <code className="min-w-0 rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-xs">
            {groups.map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a secret's parts have no other name.
              <span key={index} className="mr-2 inline-block last:mr-0">
                {group}
              </span>
            ))}
          </code>
          <CopyButton text={secret} what="the secret" />
        </p>
        <p className="mt-2 text-xs text-faint">Time based, SHA-1, six digits, 30 seconds.</p>
      </div>
    </div>
  );
}
