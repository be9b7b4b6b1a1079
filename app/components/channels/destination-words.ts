import type { Channel } from "~/domain/channels/channel";

/** Where a channel leads, as far as it may be shown. */
export function destinationWords({ type, config }: Pick<Channel, "type" | "config">): string {
  const text = (key: string) => (typeof config[key] === "string" ? config[key] : "");
  switch (type) {
    case "telegram":
      return `Chat ${text("chatId")}${typeof config.threadId === "number" ? `, topic ${config.threadId}` : ""}`;
    case "pagerduty":
      return config.region === "eu" ? "events.eu.pagerduty.com" : "events.pagerduty.com";
    case "email":
      return Array.isArray(config.to) ? config.to.join(", ") : "";
    case "webhook":
      return text("url");
    default:
      return text("webhookUrl");
  }
}
