import { Notice } from "~/components/ui/notice";
import type { DiscordMessage } from "~/domain/messages/discord-message";
import type { EmailMessage } from "~/domain/messages/email-message";
import type { PagerDutyEvent } from "~/domain/messages/pagerduty-message";
import type { MessagePreview as Preview } from "~/domain/messages/preview-request";
import type { SlackMessage } from "~/domain/messages/slack-message";
import type { TelegramMessage } from "~/domain/messages/telegram-message";
import { DiscordPreview } from "./discord-preview";
import { EmailPreview } from "./email-preview";
import { PagerDutyPreview } from "./pagerduty-preview";
import { SlackPreview } from "./slack-preview";
import { TelegramPreview } from "./telegram-preview";

/** A message as it will look, and what whoever reads it will stumble over. */
export function MessagePreview({ preview }: { preview: Preview }) {
  return (
    <div className="flex flex-col gap-3">
      <Look preview={preview} />
      {preview.warnings.map((warning) => (
        <Notice key={warning} look="warn">
          {warning}
        </Notice>
      ))}
    </div>
  );
}

/** The payload is what the type's renderer made, on the server. */
function Look({ preview: { type, payload } }: { preview: Preview }) {
  switch (type) {
    case "discord":
      return <DiscordPreview message={payload as unknown as DiscordMessage} />;
    case "telegram":
      return <TelegramPreview message={payload as unknown as TelegramMessage} />;
    case "slack":
      return <SlackPreview message={payload as unknown as SlackMessage} />;
    case "pagerduty":
      return <PagerDutyPreview event={payload as unknown as PagerDutyEvent} />;
    case "email":
      return <EmailPreview message={payload as unknown as EmailMessage} />;
    case "webhook":
      return (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
          tabIndex={0}
          className="max-h-96 overflow-auto rounded border border-line bg-surface p-3 font-mono text-xs"
        >
          {JSON.stringify(payload, null, 2)}
        </pre>
      );
  }
}
