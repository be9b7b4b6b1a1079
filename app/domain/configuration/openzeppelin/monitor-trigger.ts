import { z } from "zod";

import { checkDiscordUrl } from "~/domain/channels/check-discord-url";
import { checkSlackUrl } from "~/domain/channels/check-slack-url";
import { EmailConfig, TelegramConfig, WebhookHeaders } from "~/domain/channels/config-schemas";
import type { ConfigurationFile } from "../configuration";
import type { ImportReporter } from "./import-reporter";
import type { SourceObject } from "./monitor-files";
import { readSecretValue } from "./secret-value";
import { translateTemplate } from "./translate-template";

type WrittenChannel = NonNullable<ConfigurationFile["channels"]>[number];
type Config = Record<string, unknown>;

const Source = z.looseObject({
  name: z.string().trim().min(1).max(120),
  trigger_type: z.string(),
  config: z.record(z.string(), z.unknown()),
});

const COMMON_UNNEEDED = { retry_policy: "every message is tried again by Sentinel's own rules" };

/**
 * Reads a trigger as a channel. What it keeps elsewhere (an environment variable, a vault) is left out, and the channel
 * is then made switched off. Null for a script, and for what cannot be read.
 */
export function readMonitorTrigger(
  { path, value }: SourceObject,
  { hasMail }: { hasMail: boolean },
  report: ImportReporter,
): WrittenChannel | null {
  const parsed = Source.safeParse(value);
  if (!parsed.success) {
    report.notImported(path, `is not a trigger that can be read: ${parsed.error.issues[0]?.message ?? ""}`);
    return null;
  }
  report.unknownFields(path, value, ["name", "trigger_type", "config"]);
  const { name, trigger_type, config } = parsed.data;
  const type = trigger_type.toLowerCase();
  const place = `${path}/config`;
  const read = readConfig(type, config, place, { hasMail, report });
  if (read === null) return null;
  report.unneededFields(place, config, { ...COMMON_UNNEEDED, ...read.unneeded });
  const known = [...read.fields, "message", ...Object.keys(COMMON_UNNEEDED), ...Object.keys(read.unneeded)];
  report.unknownFields(place, config, known);
  const templates = type === "webhook" ? {} : readMessage(config.message, `${place}/message`, report);
  const written = { type: read.type, name, config: read.config };
  return Object.keys(templates).length === 0 ? written : { ...written, templates };
}

interface ReadConfig {
  type: WrittenChannel["type"];
  config: Config;
  /** Fields that were looked at. */
  fields: string[];
  /** Fields without a counterpart, and why. */
  unneeded: Record<string, string>;
}

interface Surroundings {
  hasMail: boolean;
  report: ImportReporter;
}

function readConfig(type: string, config: Config, path: string, around: Surroundings): ReadConfig | null {
  const { report } = around;
  switch (type) {
    case "slack": {
      const url = secretOf(config.slack_url, `${path}/slack_url`, report, checkSlackUrl);
      return { type, config: url === null ? {} : { webhookUrl: url }, fields: ["slack_url"], unneeded: {} };
    }
    case "discord": {
      const url = secretOf(config.discord_url, `${path}/discord_url`, report, checkDiscordUrl);
      return { type, config: url === null ? {} : { webhookUrl: url }, fields: ["discord_url"], unneeded: {} };
    }
    case "telegram":
      return readTelegram(config, path, report);
    case "webhook":
      return readWebhook(config, path, report);
    case "email":
      return readEmail(config, path, around);
    default:
      report.notImported(
        path,
        type === "script" ? "scripts are not run here" : `${type} is not a kind of channel here`,
      );
      return null;
  }
}

function secretOf(
  given: unknown,
  path: string,
  report: ImportReporter,
  problemOf: (text: string) => string | null,
): string | null {
  const secret = readSecretValue(given);
  if (secret === null || !secret.known) {
    report.notImported(
      path,
      `${secret?.detail ?? "is missing"}: give it to the channel, which is switched off until then`,
    );
    return null;
  }
  const problem = problemOf(secret.value);
  if (problem === null) return secret.value;
  report.notImported(path, `${problem}: the channel is switched off until it is given one`);
  return null;
}

function problemBy(schema: z.ZodType) {
  return (text: string) => schema.safeParse(text).error?.issues[0]?.message ?? null;
}

function readTelegram(config: Config, path: string, report: ImportReporter): ReadConfig | null {
  const { botToken, chatId } = TelegramConfig.shape;
  const chat = chatId.safeParse(config.chat_id);
  if (!chat.success) {
    report.notImported(`${path}/chat_id`, chat.error.issues[0]?.message ?? "is not a chat");
    return null;
  }
  const token = secretOf(config.token, `${path}/token`, report, problemBy(botToken));
  return {
    type: "telegram",
    config: { chatId: chat.data, ...(token === null ? {} : { botToken: token }) },
    fields: ["token", "chat_id"],
    unneeded: { disable_web_preview: "previews are never shown" },
  };
}

function readWebhook(config: Config, path: string, report: ImportReporter): ReadConfig {
  const url = secretOf(config.url, `${path}/url`, report, (text) =>
    /^https?:\/\//i.test(text) && URL.canParse(text) ? null : "is not an http or https URL",
  );
  if (typeof config.method === "string" && config.method.toUpperCase() !== "POST") {
    report.changed(`${path}/method`, "alerts are always sent by POST");
  }
  if (config.secret !== undefined && config.secret !== null) {
    const detail =
      "is not taken: requests are signed by Standard Webhooks (webhook-signature) with a secret that is made and shown once";
    report.changed(`${path}/secret`, detail);
  }
  if (config.message !== undefined || config.payload_mode !== undefined) {
    report.changed(`${path}/message`, "the body is the alert as JSON, in the form of Standard Webhooks");
  }
  const headers = readHeaders(config.headers, `${path}/headers`, report);
  return {
    type: "webhook",
    config: { ...(url === null ? {} : { url }), ...(headers === null ? {} : { headers }) },
    fields: ["url", "method", "secret", "headers", "payload_mode"],
    unneeded: {},
  };
}

/** Headers that Sentinel sets itself are left out, each with a word. */
function readHeaders(given: unknown, path: string, report: ImportReporter): Record<string, string> | null {
  if (typeof given !== "object" || given === null) return null;
  const kept = Object.entries(given).filter(([name, value]) => {
    const problem = WebhookHeaders.safeParse({ [name]: value }).error?.issues[0];
    if (problem !== undefined) report.notNeeded(`${path}/${name}`, "is set by Sentinel or by HTTP itself");
    return problem === undefined;
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function readEmail(config: Config, path: string, { hasMail, report }: Surroundings): ReadConfig | null {
  if (!hasMail) {
    report.notImported(
      path,
      "mail cannot be sent yet: set SMTP_URL and SMTP_FROM, start Sentinel again and import again",
    );
    return null;
  }
  const parsed = EmailConfig.safeParse({ to: config.recipients });
  if (!parsed.success) {
    report.notImported(`${path}/recipients`, parsed.error.issues[0]?.message ?? "is not a list of addresses");
    return null;
  }
  const server = "mail goes by the server of SMTP_URL, from SMTP_FROM, for all channels";
  const unneeded = Object.fromEntries(
    ["host", "port", "username", "password", "sender"].map((field) => [field, server]),
  );
  return { type: "email", config: parsed.data, fields: ["recipients"], unneeded };
}

const Message = z.looseObject({ title: z.string().optional(), body: z.string().optional() });

function readMessage(given: unknown, path: string, report: ImportReporter): { title?: string; body?: string } {
  const parsed = Message.safeParse(given ?? {});
  if (!parsed.success) {
    report.notImported(path, "is not a message");
    return {};
  }
  const { title, body } = parsed.data;
  return {
    ...templateOf("title", title, 500, path, report),
    ...templateOf("body", body, 4_000, path, report),
  };
}

function templateOf(
  field: "title" | "body",
  text: string | undefined,
  maxCharacters: number,
  path: string,
  report: ImportReporter,
): Partial<Record<"title" | "body", string>> {
  if (text === undefined || text.trim() === "") return {};
  const read = translateTemplate(text, maxCharacters);
  if (!read.ok) {
    report.notImported(`${path}/${field}`, `${read.detail}: Sentinel's own message is used`);
    return {};
  }
  if (/transaction[._]value/.test(text))
    report.changed(`${path}/${field}`, "{{value}} is in the network's coin, not in wei");
  return { [field]: read.template };
}
