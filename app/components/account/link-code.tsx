import { ExternalLink, KeyRound } from "lucide-react";
import { useEffect, useState } from "react";

import { CopyButton } from "~/components/copy-button";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { useNow } from "~/components/use-now";
import { useRefresh } from "~/components/use-refresh";
import type { ChatLink, ChatLinkCode } from "~/domain/chats/chat-link";

const LOOK_EVERY_MS = 3_000;

/** A code, shown this once, and what to do with it; looks from time to time whether it has been done. */
export function LinkCode({ code, links }: { code: ChatLinkCode; links: ChatLink[] }) {
  const refresh = useRefresh();
  const [known] = useState(() => new Set(links.map(({ id }) => id)));
  const isLinked = links.some(({ id }) => !known.has(id));
  const isOver = useNow() >= Date.parse(code.expiresAt);
  useEffect(() => {
    if (isLinked || isOver) return;
    const timer = setInterval(refresh, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh, isLinked, isOver]);

  if (isLinked) {
    return (
      <Notice look="good" live className="mb-4">
        Linked. Press Acknowledge under an alert, and it is you who does.
      </Notice>
    );
  }
  if (isOver) {
    return (
      <Notice look="warn" live className="mb-4">
        The code has expired. Get another one.
      </Notice>
    );
  }
  const command = `/link ${code.code}`;
  return (
    <div role="status" className="mb-4 rounded-lg border border-accent/45 bg-accent/10 p-4">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <KeyRound size={15} aria-hidden className="text-accent" /> Your code, shown only now
      </p>
      <p className="mt-2 flex items-center gap-2">
        <code className="rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-lg tracking-wide">
          {code.code}
        </code>
        <CopyButton text={command} what={`“${command}”`} />
      </p>
      <p className="mt-2 text-sm text-muted">{code.instructions} It works once.</p>
      {code.bots.length === 0 ? null : (
        <ul className="mt-3 flex flex-wrap gap-2">
          {code.bots.map(({ username, url }) => (
            <li key={username}>
              <a href={url} target="_blank" rel="noreferrer" className={buttonClass("plain", "md")}>
                <ExternalLink size={14} aria-hidden /> Send it to @{username}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
