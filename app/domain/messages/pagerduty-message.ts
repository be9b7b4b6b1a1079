import type { Alert } from "~/domain/alerts/alert";
import type { Severity } from "~/domain/shared-schemas";
import { clipText } from "./clip-text";
import { type MessageContent, messageContent } from "./message-content";
import type { OutgoingMessage } from "./outgoing-message";

/** An event as PagerDuty's Events API v2 takes it ("Send an alert event", developer.pagerduty.com). */
export interface PagerDutyEvent {
  /** First, so that it is masked wherever the event is written down cut. */
  routing_key: string;
  event_action: "trigger" | "acknowledge" | "resolve";
  dedup_key: string;
  /** Of a trigger. */
  payload?: PagerDutyPayload;
  client?: string;
  client_url?: string;
  links?: { href: string; text: string }[];
}

interface PagerDutyPayload {
  summary: string;
  source: string;
  severity: "critical" | "error" | "warning" | "info";
  timestamp: string;
  component?: string;
  group?: string;
  class?: string;
  custom_details?: Record<string, unknown>;
}

const SEVERITIES: Record<Severity, PagerDutyPayload["severity"]> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
  info: "info",
};
const MAX = { summary: 1_024, name: 200 };

/**
 * Renders a message as an event. An alert is one incident, whatever is told of it: what comes later has the same
 * `dedup_key` and joins it. Acknowledged in Sentinel it is acknowledged; once its transaction can do nothing any more
 * (dropped, replaced, reverted) it is resolved, and opened anew should the transaction come back.
 *
 * @param routingKey the integration key; an event for show has `***`.
 */
export function pagerdutyMessage(message: OutgoingMessage, routingKey: string): PagerDutyEvent {
  const event_action = actionOf(message);
  const dedup_key = dedupKey(message);
  if (event_action !== "trigger") return { routing_key: routingKey, event_action, dedup_key };

  const content = messageContent(message);
  const [first] = content.links;
  return {
    routing_key: routingKey,
    event_action,
    dedup_key,
    payload: { ...essentials(message, content), custom_details: customDetails(content) },
    client: "Sentinel",
    ...(first === undefined ? {} : { client_url: first.url }),
    links: content.links.map(({ label, url }) => ({ href: url, text: label })),
  };
}

/** The same with nothing but what PagerDuty requires, for when it refuses the event or finds it too large (512 KB). */
export function plainPagerdutyMessage(message: OutgoingMessage, routingKey: string): PagerDutyEvent {
  const { payload, ...event } = pagerdutyMessage(message, routingKey);
  if (payload === undefined) return event;
  const { routing_key, event_action, dedup_key } = event;
  const { summary, source, severity, timestamp } = payload;
  return { routing_key, event_action, dedup_key, payload: { summary, source, severity, timestamp } };
}

/** What an update says is judged by the alert as it is now, so that a late one does not open what is over. */
function actionOf({ type, change, alert }: OutgoingMessage): PagerDutyEvent["event_action"] {
  const isUpdate = type === "alert.updated" || type === "alert.acknowledged";
  if (!isUpdate || alert === null) return "trigger";
  if (isOver(alert)) return "resolve";
  return type === "alert.acknowledged" || change === "acknowledged" ? "acknowledge" : "trigger";
}

function isOver({ txStatus }: Alert): boolean {
  return txStatus === "dropped" || txStatus === "replaced" || txStatus === "failed";
}

/** At most 255 characters. Tests get one each, so that every test rings. */
function dedupKey({ type, alert, about, timestamp, sample }: OutgoingMessage): string {
  const channel = about?.failure?.channelId ?? "unknown";
  if (type === "channel.failing") return `sentinel:channel-failing:${channel}`;
  // One incident for each channel that fails: its alerts have theirs already.
  if (type === "delivery.failed") return `sentinel:delivery-failed:${channel}`;
  if (type === "silence.expiring") return `sentinel:silence:${about?.silence?.id ?? "unknown"}`;
  if (type === "channel.test" || alert === null || sample === true) return `sentinel:test:${timestamp}`;
  return `sentinel:${alert.id}`;
}

function essentials(message: OutgoingMessage, content: MessageContent): PagerDutyPayload {
  const { alert, timestamp, contractName, ruleName } = message;
  const { tag, headline, place } = content;
  const target = alert?.target ?? alert?.to ?? null;
  const network = clipText(message.networkLabel || (alert?.network ?? ""), MAX.name);
  const component = clipText(contractName ?? "", MAX.name);
  const className = clipText(ruleName ?? "", MAX.name);
  const source = [network, target ?? ""].filter((part) => part !== "").join(":");
  return {
    summary: `[${tag}] ${headline}${place === "" ? "" : ` (${place})`}`.slice(0, MAX.summary),
    source: source || "Sentinel",
    severity: severityOf(message, content),
    timestamp: alert === null || message.group ? timestamp : alert.detectedAt,
    ...(component === "" ? {} : { component }),
    ...(network === "" ? {} : { group: network }),
    ...(className === "" ? {} : { class: className }),
  };
}

function severityOf({ type }: OutgoingMessage, { severity }: MessageContent): PagerDutyPayload["severity"] {
  if (type === "channel.failing") return "error";
  if (type === "delivery.failed") return "warning";
  return severity === null ? "info" : SEVERITIES[severity];
}

function customDetails({ state, notes, body, details, list, isSample }: MessageContent): Record<string, unknown> {
  const all: Record<string, unknown> = {
    ...(isSample ? { Test: "A test message from Sentinel; nothing happened. Resolve it." } : {}),
    State: state,
    Notes: notes.join(" "),
    Description: body.join("\n"),
    Alerts: list.map(({ text, url }) => (url === null ? text : `${text}: ${url}`)),
  };
  for (const { name, value } of details) all[name] = name in all ? `${String(all[name])} ${value}` : value;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "" && !isEmptyList(value)));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
