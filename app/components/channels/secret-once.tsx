import { KeyRound } from "lucide-react";

import { CopyButton } from "~/components/copy-button";

/** A signing secret, shown this once. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <div role="status" className="rounded-lg border border-accent/45 bg-accent/10 p-4">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <KeyRound size={15} aria-hidden className="text-accent" /> The signing secret, shown only now
      </p>
      <p className="mt-1 text-sm text-muted">
        Give it to the receiver: it proves that a message is from Sentinel (Standard Webhooks). It can't be read again.
      </p>
      <p className="mt-2 flex items-center gap-2">
        <code className="min-w-0 rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
          {secret}
        </code>
        <CopyButton text={secret} what="signing secret" />
      </p>
    </div>
  );
}
