import type { FieldMetadata } from "@conform-to/react";
import type { ComponentProps, ReactNode } from "react";

import { Notice } from "~/components/ui/notice";
import { SelectField } from "~/components/ui/select-field";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { Channel, ChannelType } from "~/domain/channels/channel";

type Name =
  | "url"
  | "headers"
  | "secret"
  | "kind"
  | "botToken"
  | "chatId"
  | "threadId"
  | "integrationKey"
  | "region"
  | "to";

interface Props {
  type: ChannelType;
  /** Null for a new one. */
  channel: Channel | null;
  fields: Record<Name, FieldMetadata<string | undefined>>;
  /** Whether mail can be sent at all. */
  hasMail: boolean;
}

/** Where a channel leads. What is secret is only ever written: an empty field leaves it as it is. */
export function ConfigFields(props: Props) {
  switch (props.type) {
    case "telegram":
      return <TelegramFields {...props} />;
    case "pagerduty":
      return <PagerDutyFields {...props} />;
    case "email":
      return <EmailFields {...props} />;
    case "webhook":
      return <WebhookFields {...props} />;
    default:
      return <ChatUrlField {...props} />;
  }
}

type SecretProps = Omit<ComponentProps<typeof TextField>, "mono" | "hint"> & { shown: unknown; hint: ReactNode };

/** A field whose value is never shown again: what there is is hinted at. */
function SecretField({ shown, hint, ...rest }: SecretProps) {
  const keep = typeof shown === "string" ? `Now ${shown}. Leave empty to keep it.` : undefined;
  return <TextField mono autoComplete="off" spellCheck={false} hint={keep ?? hint} {...rest} />;
}

const CHAT_URLS = {
  discord: {
    label: "Discord webhook URL",
    placeholder: "https://discord.com/api/webhooks/…",
    hint: "In Discord: channel settings, Integrations, Webhooks, Copy URL.",
  },
  slack: {
    label: "Slack webhook URL",
    placeholder: "https://hooks.slack.com/services/…",
    hint: "At api.slack.com/apps: your app, Incoming Webhooks, Add New Webhook, copy its URL.",
  },
};

function ChatUrlField({ type, channel, fields }: Props) {
  const words = CHAT_URLS[type === "slack" ? "slack" : "discord"];
  return <SecretField field={fields.url} type="url" shown={channel?.config.webhookUrl} {...words} />;
}

function TelegramFields({ channel, fields }: Props) {
  return (
    <>
      <SecretField
        field={fields.botToken}
        label="Bot token"
        placeholder="123456789:AAE…"
        shown={channel?.config.botToken}
        hint="Ask @BotFather in Telegram for a new bot (/newbot): it answers with the token."
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          field={fields.chatId}
          label="Chat"
          mono
          placeholder="-1001234567890"
          hint="Add the bot to the chat, then open the chat at web.telegram.org: its number ends the address. Of a public one the @name will do."
        />
        <TextField
          field={fields.threadId}
          label="Topic"
          optional
          inputMode="numeric"
          hint="Of a group with topics: the number that ends a link to the topic."
        />
      </div>
    </>
  );
}

function PagerDutyFields({ channel, fields }: Props) {
  return (
    <>
      <SecretField
        field={fields.integrationKey}
        label="Integration key"
        placeholder="32 letters and digits"
        shown={channel?.config.integrationKey}
        hint="In PagerDuty: the service, Integrations, Add an integration, Events API V2."
      />
      <SelectField field={fields.region} label="Region" hint="The account's address says it: EU ones have .eu in it.">
        <option value="us">United States</option>
        <option value="eu">Europe</option>
      </SelectField>
    </>
  );
}

function EmailFields({ fields, hasMail }: Props) {
  return (
    <>
      {hasMail ? null : (
        <Notice look="warn">
          Mail can't be sent yet: whoever runs Sentinel must set SMTP_URL and SMTP_FROM and start it again.
        </Notice>
      )}
      <TextAreaField
        field={fields.to}
        label="To"
        rows={3}
        spellCheck={false}
        placeholder="security@example.com"
        hint="One address a line, at most 50. All of them stand in the mail, so use one channel a team."
      />
    </>
  );
}

function WebhookFields({ channel, fields }: Props) {
  const isNew = channel === null;
  return (
    <>
      <SecretField
        field={fields.url}
        label="URL"
        type="url"
        placeholder="https://example.com/hooks/sentinel"
        shown={channel?.config.url}
        hint="Reachable from Sentinel; private addresses only when WEBHOOK_ALLOWED_CIDRS allows them."
      />
      <SelectField
        field={fields.kind}
        label="Kind"
        hint="A circuit-breaker hook is also sent the unsigned transaction that would answer the alert; what it answers is shown there."
      >
        <option value="events">Events</option>
        <option value="hook">Circuit-breaker hook</option>
      </SelectField>
      <TextAreaField
        field={fields.headers}
        label="Extra headers"
        optional
        mono
        rows={2}
        spellCheck={false}
        placeholder="Authorization: Bearer …"
        hint={isNew ? "One a line, as name: value." : headersHint(channel)}
      />
      {isNew ? (
        <SecretField
          field={fields.secret}
          label="Signing secret"
          optional
          placeholder="whsec_…"
          shown={undefined}
          hint="Without one Sentinel makes it, and shows it once."
        />
      ) : null}
    </>
  );
}

function headersHint({ config }: Channel): string {
  const names = typeof config.headers === "object" && config.headers !== null ? Object.keys(config.headers) : [];
  if (names.length === 0) return "One a line, as name: value.";
  return `Now ${names.join(", ")}. Leave empty to keep them; what is written here replaces them all.`;
}
