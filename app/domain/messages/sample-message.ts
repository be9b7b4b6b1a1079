import type { Alert } from "~/domain/alerts/alert";
import type { DeliveryData } from "~/domain/deliveries/delivery-purpose";
import type { Severity } from "~/domain/shared-schemas";
import type { MessageGroup, OutgoingMessage } from "./outgoing-message";
import type { PreviewRequest } from "./preview-request";
import { sampleAlert } from "./sample-alert";

/** What a message is about besides its type: the facts of a real alert, or those of the example. */
export type MessageSubject = Pick<
  OutgoingMessage,
  "links" | "networkLabel" | "ruleName" | "contractName" | "runbookUrl" | "response"
> & { alert: Alert };

const ID = "00000000-0000-7000-8000-000000000000";
const SHOWN_OF_GROUP = 5;
const STEP_MS = 60_000;

const ABOUT: Partial<Record<PreviewRequest["messageType"], (at: Date) => DeliveryData>> = {
  "alert.escalated": () => ({ escalation: { id: ID, policyName: "On call", step: 2, steps: 3, round: 1 } }),
  "delivery.failed": failure,
  "channel.failing": failure,
  "silence.expiring": (at) => ({
    silence: {
      id: ID,
      summary: "everything of Sample Vault",
      reason: "Planned upgrade",
      endsAt: new Date(at.getTime() + 15 * STEP_MS).toISOString(),
    },
  }),
};

/** The example's facts. */
export function sampleSubject(at: Date, publicUrl: string): MessageSubject {
  const alert = sampleAlert(at);
  return {
    alert,
    links: {
      alertUrl: `${publicUrl}/alerts/${alert.id}`,
      explorerUrl: `https://etherscan.io/tx/${alert.txHash}`,
      // Leads nowhere: a preview gives nobody the right to acknowledge.
      acknowledgeUrl: `${publicUrl}/ack/preview`,
    },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Sample Vault",
    runbookUrl: "https://wiki.example.com/runbooks/ownership",
  };
}

/** A message of the type asked for about the subject, as the worker would make it. */
export function sampleMessage(
  { messageType: type, severity, group }: Pick<PreviewRequest, "messageType" | "severity" | "group">,
  subject: MessageSubject,
  at: Date,
): OutgoingMessage {
  const alert = { ...subject.alert, ...(severity === undefined ? {} : { severity }) };
  const about = ABOUT[type]?.(at) ?? null;
  const message = { ...subject, timestamp: at.toISOString(), about };
  switch (type) {
    case "channel.failing":
    case "silence.expiring":
      return { ...message, type, alert: null };
    case "channel.test":
      return { ...message, type, alert, sample: true };
    case "alert.acknowledged":
      return { ...message, type: "alert.updated", change: "acknowledged", ...acknowledged(alert, at) };
    case "alert.updated":
      return {
        ...message,
        type,
        change: alert.txStatus === "pending" ? "confirmed" : alert.txStatus,
        alert: mined(alert),
      };
    default:
      return { ...message, type, alert, group: group === undefined ? null : groupOf(group, { ...subject, alert }) };
  }
}

function failure(): DeliveryData {
  const reason = "The receiver answered 500.";
  return { failure: { channelId: ID, channelName: "Incident bot", channelType: "webhook", reason } };
}

function mined(alert: Alert): Alert {
  return alert.txStatus === "pending"
    ? { ...alert, status: "confirmed", txStatus: "confirmed", blockNumber: 21_000_000 }
    : alert;
}

function acknowledged(alert: Alert, at: Date): Pick<OutgoingMessage, "alert" | "acknowledged"> {
  return {
    alert: { ...alert, status: "acknowledged", acknowledgedAt: at.toISOString() },
    acknowledged: { by: "Ana", via: "Telegram", at: at.toISOString(), note: "Looking into it" },
  };
}

function groupOf(count: number, { alert, links, ruleName, contractName }: MessageSubject): MessageGroup {
  const from = Date.parse(alert.detectedAt);
  const at = (place: number) => new Date(from + place * STEP_MS).toISOString();
  const bySeverity: Partial<Record<Severity, number>> = { [alert.severity]: count };
  return {
    kind: "rule",
    count,
    bySeverity,
    first: Array.from({ length: Math.min(count, SHOWN_OF_GROUP) }, (_, place) => ({
      alert: { ...alert, detectedAt: at(place) },
      alertUrl: links.alertUrl ?? "",
      ruleName,
      contractName,
    })),
    from: at(0),
    to: at(count - 1),
    feedUrl: (links.alertUrl ?? "").replace(/\/[^/]*$/, ""),
  };
}
