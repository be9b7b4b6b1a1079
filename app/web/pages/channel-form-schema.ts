import { z } from "zod";

import { ChannelType } from "~/domain/channels/channel";
import { NewChannel } from "~/domain/channels/channel-input";
import { ChannelOptions } from "~/domain/channels/channel-options";

const DAYS_OF_A_WEEK = 7;

const text = z.string().trim();
const option = ChannelOptions.shape;
/** Browsers send line breaks as CR LF; errors are told by their place in what the author sees. */
const lines = (given: string) => given.replaceAll("\r\n", "\n");
const template = z
  .string()
  .optional()
  .transform((given) => lines(given ?? ""));

/** A channel as its form sends it: flat, whatever the kind; headers and addresses stand one a line. */
const Fields = z.object({
  type: ChannelType,
  name: NewChannel.options[0].shape.name,
  enabled: z.boolean().default(false),
  url: text.optional(),
  headers: text.optional(),
  secret: text.optional(),
  kind: z.enum(["events", "hook"]).optional(),
  botToken: text.optional(),
  chatId: text.optional(),
  threadId: z.int("must be a topic's number").min(1, "must be 1 or more").optional(),
  integrationKey: text.optional(),
  region: z.enum(["us", "eu"]).optional(),
  to: text.optional(),
  isFallback: z.boolean().default(false),
  maxPerMinute: option.maxPerMinute.optional(),
  digestMinutes: option.digestMinutes.optional(),
  replayMaxAgeMinutes: option.replayMaxAgeMinutes.optional(),
  isQuiet: z.boolean().default(false),
  quietFrom: text.optional(),
  quietTo: text.optional(),
  quietTimezone: text.optional(),
  quietDays: z.array(z.coerce.number()).default([]),
  templateTitle: template,
  templateBody: template,
});
type Fields = z.output<typeof Fields>;

/** A new channel as its form sends it, to be checked by the domain's own schema. */
export const NewChannelForm = Fields.transform((fields) => ({
  type: fields.type,
  config: definedOnly(configOf(fields)),
  ...commonOf(fields),
}));

/** A changed channel as its form sends it: a secret that is left empty stays. */
export const ChannelForm = Fields.transform((fields) => ({
  config: configOf(fields),
  ...commonOf(fields),
}));

/** What is previewed: the templates as they stand in the form. */
export const PreviewForm = z
  .object({
    type: ChannelType,
    previewOf: z.string().default("alert.created"),
    templateTitle: template,
    templateBody: template,
  })
  .transform(({ type, previewOf, ...templates }) => ({
    type,
    templates: templatesOf(templates),
    ...(previewOf === "group" ? { group: 14 } : { messageType: previewOf }),
  }));

const FIELDS: Record<string, string> = {
  webhookUrl: "url",
  title: "templateTitle",
  body: "templateBody",
  from: "quietFrom",
  to: "quietTo",
  timezone: "quietTimezone",
  days: "quietDays",
};

/** The form's field for an operation's pointer. */
export function channelFieldOf(pointer: string): string | undefined {
  const [, first = "", second] = pointer.split("/");
  if (first === "config") return second === undefined ? undefined : second === "to" ? "to" : (FIELDS[second] ?? second);
  if (first === "quietHours" || first === "templates") return FIELDS[second ?? ""];
  return first === "type" ? undefined : first;
}

function commonOf(fields: Fields) {
  const { name, enabled, isFallback, replayMaxAgeMinutes } = fields;
  return {
    name,
    enabled,
    isFallback,
    maxPerMinute: fields.maxPerMinute ?? null,
    digestMinutes: fields.digestMinutes ?? null,
    ...(replayMaxAgeMinutes === undefined ? {} : { replayMaxAgeMinutes }),
    quietHours: quietHoursOf(fields),
    templates: templatesOf(fields),
  };
}

function quietHoursOf({ isQuiet, quietFrom, quietTo, quietTimezone, quietDays }: Fields) {
  if (!isQuiet) return null;
  const isEveryDay = quietDays.length === 0 || quietDays.length === DAYS_OF_A_WEEK;
  const days = isEveryDay ? {} : { days: quietDays };
  return { from: quietFrom ?? "", to: quietTo ?? "", timezone: quietTimezone ?? "", ...days };
}

function templatesOf({ templateTitle, templateBody }: Pick<Fields, "templateTitle" | "templateBody">) {
  return {
    ...(templateTitle.trim() === "" ? {} : { title: templateTitle }),
    ...(templateBody.trim() === "" ? {} : { body: templateBody }),
  };
}

/** Undefined leaves a secret as it is; null takes an optional value away, and so do the ones that go without saying. */
function configOf(fields: Fields): Record<string, unknown> {
  switch (fields.type) {
    case "discord":
    case "slack":
      return definedOnly({ webhookUrl: fields.url });
    case "telegram":
      return {
        ...definedOnly({ botToken: fields.botToken }),
        chatId: fields.chatId ?? "",
        threadId: fields.threadId ?? null,
      };
    case "pagerduty":
      return {
        ...definedOnly({ integrationKey: fields.integrationKey }),
        region: fields.region === "eu" ? "eu" : null,
      };
    case "email":
      return { to: linesOf(fields.to ?? "") };
    case "webhook": {
      const { url, headers, secret, kind } = fields;
      return {
        ...definedOnly({ url, secret, headers: headers ? parseHeaders(headers) : undefined }),
        kind: kind === "hook" ? "hook" : null,
      };
    }
  }
}

function definedOnly(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

function linesOf(given: string): string[] {
  return given
    .split(/[\r\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A line without a colon becomes a header with an impossible name, which is then refused where it stands. */
function parseHeaders(given: string): Record<string, string> {
  const pairs = given
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
  return Object.fromEntries(pairs);
}
