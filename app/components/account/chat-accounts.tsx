import { Form, useNavigation } from "@remix-run/react";
import { MessageCircle } from "lucide-react";
import { useState } from "react";

import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { ChatLink, ChatLinkCode } from "~/domain/chats/chat-link";
import { LinkCode } from "./link-code";

/** What became of what was just asked for. */
export interface ChatAccountsAnswer {
  code?: ChatLinkCode | undefined;
  unlinked?: string | undefined;
  error?: string | undefined;
}

interface Props {
  links: ChatLink[];
  /** There is a bot that could be told a code. */
  canLink: boolean;
  answer: ChatAccountsAnswer | undefined;
}

/** The chat accounts that speak for the user: list, link by a code, unlink. */
export function ChatAccounts({ links, canLink, answer }: Props) {
  const isBusy = useNavigation().state !== "idle";
  // Kept here: bringing the list up to date drops an action's answer, and the code with it.
  const [code, setCode] = useState(answer?.code);
  if (answer?.code !== undefined && answer.code !== code) setCode(answer.code);
  return (
    <Panel title="Chat accounts" id="chat-accounts" className="max-w-3xl">
      <p className="mb-4 text-sm text-muted">
        A linked account speaks for you: the Acknowledge button under an alert in Telegram then works, as far as your
        role allows.
      </p>
      {answer?.unlinked === undefined ? null : (
        <Notice look="good" live className="mb-4">
          <HostileText text={answer.unlinked} max={80} /> is unlinked. Its buttons do nothing from now on.
        </Notice>
      )}
      {answer?.error === undefined ? null : (
        <Notice look="bad" live className="mb-4">
          {answer.error}
        </Notice>
      )}
      {links.length === 0 ? (
        <p className="mb-4 text-sm">No account is linked yet.</p>
      ) : (
        <ul className="mb-4 divide-y divide-line rounded border border-line">
          {links.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2">
              <MessageCircle size={16} aria-hidden className="shrink-0 text-accent" />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm font-medium">
                  <HostileText text={link.name} max={80} />
                </span>
                <span className="block text-xs text-faint">
                  Telegram · linked <TimeAgo at={link.createdAt} />
                </span>
              </span>
              <Form method="post">
                <input type="hidden" name="linkId" value={link.id} />
                <Button type="submit" name="intent" value="unlink" aria-label={`Unlink ${link.name}`} disabled={isBusy}>
                  Unlink
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {code === undefined ? null : <LinkCode key={code.code} code={code} links={links} />}
      {canLink ? (
        <Form method="post">
          <Button
            type="submit"
            name="intent"
            value="link"
            look={code === undefined ? "primary" : "plain"}
            disabled={isBusy}
          >
            {code === undefined ? "Link a Telegram account" : "Get another code"}
          </Button>
        </Form>
      ) : (
        <Notice look="info">
          No bot listens: an administrator makes a Telegram channel first (Channels → New channel → Telegram).
        </Notice>
      )}
    </Panel>
  );
}
