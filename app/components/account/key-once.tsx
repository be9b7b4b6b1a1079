import { KeyRound } from "lucide-react";

import { CopyButton } from "~/components/copy-button";
import { HostileText } from "~/components/hostile-text";

/** A key for programs, shown this once. */
export function KeyOnce({ name, value }: { name: string; value: string }) {
  return (
    <div role="status" className="rounded-lg border border-accent/45 bg-accent/10 p-4">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <KeyRound size={15} aria-hidden className="shrink-0 text-accent" />
        <span>
          <HostileText text={name} max={60} />, shown only now
        </span>
      </p>
      <p className="mt-2 flex items-center gap-2">
        <code
          id="api-key"
          className="min-w-0 rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]"
        >
          {value}
        </code>
        <CopyButton text={value} what="the key" />
      </p>
      <p className="mt-2 text-sm text-muted">
        Programs send it as <code className="font-mono text-xs">Authorization: Bearer …</code>. It can't be read again:
        when it is lost, revoke it and make another.
      </p>
    </div>
  );
}
