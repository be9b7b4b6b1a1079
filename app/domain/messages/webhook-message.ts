import type { Alert } from "~/domain/alerts/alert";
import type { PreparedResponse } from "~/domain/alerts/prepared-response";
import type { DeliveryData } from "~/domain/deliveries/delivery-purpose";
import type { Severity } from "~/domain/shared-schemas";
import type { Acknowledgement, GroupKind, MessageGroup, OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";

/** The types of the contract, and two that are about Sentinel itself and carry no alert. */
type WebhookType =
  | "alert.created"
  | "alert.updated"
  | "alert.acknowledged"
  | "channel.test"
  | "channel.failing"
  | "silence.expiring";

/** Several alerts that came in one message. */
export interface WebhookGroup {
  kind: GroupKind;
  count: number;
  bySeverity: Partial<Record<Severity, number>>;
  /** RFC 3339, of the first and the last detection. */
  from: string;
  to: string;
  /** The feed with these. */
  url: string;
  /** The first five, by time of detection. */
  alerts: Alert[];
}

/** What a webhook's body says (see `docs/webhooks.md`). What does not belong to the message is absent. */
export interface WebhookMessage {
  type: WebhookType;
  /** RFC 3339. */
  timestamp: string;
  /** Of `alert.updated`: what happened. */
  change?: string | null;
  data: Alert | DeliveryData["failure"] | DeliveryData["silence"] | null;
  /** Where people go on reading. `acknowledge` is a signed link: whoever has it may acknowledge. */
  links?: { alert: string | null; explorer: string | null; runbook: string | null; acknowledge?: string };
  group?: WebhookGroup;
  acknowledgement?: Acknowledgement;
  escalation?: NonNullable<DeliveryData["escalation"]>;
  failure?: NonNullable<DeliveryData["failure"]>;
  /** Of circuit-breaker hooks: the unsigned transaction that would answer the alert; null when none can be made. */
  response?: PreparedResponse | null;
}

/**
 * A message as its receiver reads it: `{type, timestamp, data}` of Standard Webhooks 1.0.0, and beside them what belongs
 * to some messages only. Messages that the contract has no type for are told as an update of their alert, so that a
 * receiver which knows the contract alone loses nothing.
 */
export function webhookMessage(message: OutgoingMessage, { isHook = false } = {}): WebhookMessage {
  const { about, group, acknowledged } = message;
  const type = typeOf(message);
  if (type === "channel.failing" || type === "silence.expiring") return withoutAlert(type, message);
  return {
    type,
    timestamp: message.timestamp,
    ...(type === "alert.updated" ? { change: changeOf(message) } : {}),
    data: message.alert ?? sampleAlert(new Date(message.timestamp)),
    links: linksOf(message),
    ...(group ? { group: groupOf(group) } : {}),
    ...(type === "alert.acknowledged" && acknowledged ? { acknowledgement: acknowledged } : {}),
    ...(about?.escalation ? { escalation: about.escalation } : {}),
    ...(about?.failure ? { failure: about.failure } : {}),
    ...(isHook ? { response: message.response ?? null } : {}),
  };
}

function typeOf({ type, change }: OutgoingMessage): WebhookType {
  if (type === "alert.escalated" || type === "delivery.failed") return "alert.updated";
  return type === "alert.updated" && change === "acknowledged" ? "alert.acknowledged" : type;
}

function changeOf({ type, change }: OutgoingMessage): string | null {
  if (type === "alert.escalated") return "escalated";
  return type === "delivery.failed" ? "delivery_failed" : (change ?? null);
}

function withoutAlert(type: "channel.failing" | "silence.expiring", message: OutgoingMessage): WebhookMessage {
  const { about, timestamp } = message;
  const data = (type === "channel.failing" ? about?.failure : about?.silence) ?? null;
  return { type, timestamp, data, ...(about?.escalation ? { escalation: about.escalation } : {}) };
}

function linksOf({ links, runbookUrl }: OutgoingMessage): NonNullable<WebhookMessage["links"]> {
  const { alertUrl, explorerUrl, acknowledgeUrl } = links;
  return {
    alert: alertUrl,
    explorer: explorerUrl,
    runbook: runbookUrl,
    ...(acknowledgeUrl ? { acknowledge: acknowledgeUrl } : {}),
  };
}

function groupOf({ kind, count, bySeverity, first, from, to, feedUrl }: MessageGroup): WebhookGroup {
  return { kind, count, bySeverity, from, to, url: feedUrl, alerts: first.map(({ alert }) => alert) };
}
