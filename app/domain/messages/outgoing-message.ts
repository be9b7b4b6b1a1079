import type { Alert } from "~/domain/alerts/alert";
import type { PreparedResponse } from "~/domain/alerts/prepared-response";
import type { ChannelTemplates } from "~/domain/channels/channel-options";
import type { DeliveryData } from "~/domain/deliveries/delivery-purpose";
import type { Severity } from "~/domain/shared-schemas";

/** What kind of message it is. Webhooks carry those of the contract only (`alert.*`, `channel.test`); see `webhook.ts`. */
export type MessageType =
  | "alert.created"
  | "alert.updated"
  | "alert.acknowledged"
  | "alert.escalated"
  | "delivery.failed"
  | "channel.failing"
  | "silence.expiring"
  | "channel.test";

/** One alert of several in a message. */
export interface GroupedAlert {
  alert: Alert;
  alertUrl: string;
  ruleName: string | null;
  contractName: string | null;
}

/** Why several alerts are told in one message. */
export type GroupKind =
  /** Alerts of one rule within its `groupWaitSeconds`. */
  | "rule"
  /** Low and info alerts of a channel's digest. */
  | "digest"
  /** What came while the channel was in its quiet hours. */
  | "quiet_hours"
  /** What waited too long while the channel was down. */
  | "catch_up"
  /** What another channel could not be told of. */
  | "failure"
  /** Alerts that reached the same step of a policy together. */
  | "escalation";

/** Several alerts in one message. The message's own `alert` is the most severe of them, of those the first. */
export interface MessageGroup {
  kind: GroupKind;
  /** All of them, at least 2. */
  count: number;
  bySeverity: Partial<Record<Severity, number>>;
  /** The first five, by time of detection. */
  first: GroupedAlert[];
  /** RFC 3339, of the first and the last detection. */
  from: string;
  to: string;
  /** The feed with exactly these, or as near as its filters come. */
  feedUrl: string;
}

/** Who acknowledged. */
export interface Acknowledgement {
  /** A person's name; null when it came through a link and nobody was signed in. */
  by: string | null;
  /** "Telegram", "a link sent to Security room"; null in Sentinel itself. */
  via: string | null;
  /** RFC 3339. */
  at: string;
  note: string | null;
}

/** What a channel is to say, before it is rendered for one. */
export interface OutgoingMessage {
  type: MessageType;
  /** Of an update: what happened, such as `confirmed`. */
  change?: string | null;
  /** RFC 3339, when the message was made; the same on every retry. */
  timestamp: string;
  /** Null only when there is none to show: a test (senders then use the sample), `channel.failing`, `silence.expiring`. */
  alert: Alert | null;
  /** The alert is an example: the message must say so. */
  sample?: boolean;
  /** `acknowledgeUrl` is a signed link to a page with a button; null when the alert is acknowledged, or there is none. */
  links: { alertUrl: string | null; explorerUrl: string | null; acknowledgeUrl?: string | null };
  networkLabel: string;
  ruleName: string | null;
  contractName: string | null;
  runbookUrl: string | null;
  /** Several alerts in one message; absent or null for one. */
  group?: MessageGroup | null;
  acknowledged?: Acknowledgement | null;
  /** What the message says besides the alert: a policy's step, the channel that failed, a silence. */
  about?: DeliveryData | null;
  /** Of circuit-breaker hooks: the unsigned transaction that would answer the alert. */
  response?: PreparedResponse | null;
  /** The channel's own words. */
  templates?: ChannelTemplates | null;
}
