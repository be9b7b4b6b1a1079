import { Link2 } from "lucide-react";

import { CopyButton } from "~/components/copy-button";

/** An invitation's link, shown this once. */
export function LinkOnce({ url, email, mailed }: { url: string; email: string; mailed: boolean }) {
  return (
    <div role="status" className="rounded-lg border border-accent/45 bg-accent/10 p-4">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <Link2 size={15} aria-hidden className="text-accent" /> The invitation's link, shown only now
      </p>
      <p className="mt-1 text-sm text-muted [overflow-wrap:anywhere]">
        {mailed ? `It was mailed to ${email} as well.` : `Give it to ${email} yourself: no mail server is set up.`} It
        works once, for seven days.
      </p>
      <p className="mt-2 flex items-center gap-2">
        <code className="min-w-0 rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
          {url}
        </code>
        <CopyButton text={url} what="link" />
      </p>
    </div>
  );
}
