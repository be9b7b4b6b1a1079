import type { Context } from "~/platform/context.server";
import type { TypedConfig } from "./typed-config";

/**
 * What a channel shares the far side's limits with (`channels.destination`): a keyed digest of the bot's token, the
 * webhook, the integration or the mail server. Channels of one bot have one destination.
 */
export function destinationOf(ctx: Pick<Context, "secrets" | "env">, channel: TypedConfig): string {
  return destinationsOf(ctx, channel)[0];
}

/** The same by each known secret, today's first: what a row that a rotation of the secret hasn't reached may have. */
export function destinationsOf(
  ctx: Pick<Context, "secrets" | "env">,
  channel: TypedConfig,
): readonly [string, ...string[]] {
  const text = `destination:${channel.type}:${limitedBy(channel, ctx.env.SMTP_URL)}`;
  return [ctx.secrets.digest(text), ...ctx.secrets.digests(text).slice(1)];
}

function limitedBy({ type, config }: TypedConfig, smtpUrl: string | undefined): string {
  switch (type) {
    case "discord":
      // The same webhook at any of Discord's hosts, whichever thread it posts to.
      return new URL(config.webhookUrl).pathname.replace(/^.*\/webhooks\//, "");
    case "slack":
      return new URL(config.webhookUrl).href;
    case "telegram":
      return config.botToken;
    case "pagerduty":
      return config.integrationKey;
    case "email":
      return smtpUrl === undefined ? "" : new URL(smtpUrl).host;
    case "webhook":
      return new URL(config.url).href;
  }
}
