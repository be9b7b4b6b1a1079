import type { Channel } from "~/domain/channels/channel";

/** The form's fields as the browser sends them. */
export interface ChannelFields {
  name?: string | undefined;
  url?: string | undefined;
  headers?: string | undefined;
  secret?: string | undefined;
  kind?: string | undefined;
  botToken?: string | undefined;
  chatId?: string | undefined;
  threadId?: string | undefined;
  integrationKey?: string | undefined;
  region?: string | undefined;
  to?: string | undefined;
  enabled?: boolean | undefined;
  isFallback?: boolean | undefined;
  maxPerMinute?: string | undefined;
  digestMinutes?: string | undefined;
  replayMaxAgeMinutes?: string | undefined;
  isQuiet?: boolean | undefined;
  quietFrom?: string | undefined;
  quietTo?: string | undefined;
  quietTimezone?: string | undefined;
  quietDays?: string[] | undefined;
  templateTitle?: string | undefined;
  templateBody?: string | undefined;
}

/** What a channel's form begins with; secrets are never among it. */
export function channelFieldsOf(channel: Channel | null): ChannelFields {
  if (channel === null) return { replayMaxAgeMinutes: "60", quietFrom: "22:00", quietTo: "07:00" };
  const { config, quietHours, templates } = channel;
  const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);
  return {
    name: channel.name,
    kind: text(config.kind),
    chatId: text(config.chatId),
    threadId: text(config.threadId),
    region: text(config.region),
    to: Array.isArray(config.to) ? config.to.join("\n") : undefined,
    maxPerMinute: text(channel.maxPerMinute),
    digestMinutes: text(channel.digestMinutes),
    replayMaxAgeMinutes: text(channel.replayMaxAgeMinutes),
    quietFrom: quietHours?.from ?? "22:00",
    quietTo: quietHours?.to ?? "07:00",
    quietTimezone: quietHours?.timezone,
    quietDays: quietHours?.days?.map(String),
    templateTitle: templates.title,
    templateBody: templates.body,
  };
}
