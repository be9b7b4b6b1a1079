import type { Alert } from "~/domain/alerts/alert";
import type { DeliveryState } from "~/domain/deliveries/delivery";
import type { AlertFeedEvent, DeliveryFeedEvent, FeedEvent } from "./feed-event";
import { formatFeedId } from "./feed-position";

/** A row that the feed is read from: a stored change, or a delivery that was made with the alert of one. */
export interface FeedRow {
  txid: string;
  seq: string;
  alertId: string;
  kind: string;
  type: FeedEvent["type"];
  at: Date;
  actorId: string | null;
  data: unknown;
  /** The delivery that was made with the change, when the row is about that. */
  madeId: string | null;
  madeChannelId: string | null;
}

/** As the feed shows it; null when what it is about is gone. */
export function presentFeedEvent(row: FeedRow, alertOf: (id: string) => Alert | undefined): FeedEvent | null {
  const common = {
    id: formatFeedId({ txid: BigInt(row.txid), seq: BigInt(row.seq), deliveryId: row.madeId }),
    at: row.at.toISOString(),
    alertId: row.alertId,
  };
  const facts = isObject(row.data) ? row.data : {};
  if (isAlertType(row.type)) {
    const data = alertOf(row.alertId);
    if (data === undefined) return null;
    const change = { ...facts, kind: row.kind };
    return { ...common, type: row.type, deliveryId: null, actorId: row.actorId, change, data };
  }
  return deliveryEvent(row, { ...common, type: row.type }, facts);
}

type DeliveryCommon = Pick<DeliveryFeedEvent, "id" | "at" | "alertId" | "type">;

function deliveryEvent(
  { madeId, madeChannelId, alertId, kind }: FeedRow,
  common: DeliveryCommon,
  facts: Record<string, unknown>,
): DeliveryFeedEvent | null {
  const state = common.type.slice("delivery.".length) as DeliveryState;
  const rest = { deliveryId: null, actorId: null } as const;
  if (madeId !== null && madeChannelId !== null) {
    const data = { id: madeId, alertId, channelId: madeChannelId, state, sentAs: null };
    return { ...common, ...rest, deliveryId: madeId, change: { kind: "created" }, data };
  }
  // What a message of several tells is told of each, under the id of the one that was sent.
  const { deliveryId, memberId, channelId, state: _, reason, ...more } = facts;
  const id = memberId ?? deliveryId;
  if (typeof id !== "string" || typeof channelId !== "string") return null;
  const sentAs = typeof memberId === "string" && typeof deliveryId === "string" ? deliveryId : null;
  const change = { ...more, kind: kindOf(kind, reason, more) };
  return { ...common, ...rest, deliveryId: id, change, data: { id, alertId, channelId, state, sentAs } };
}

/** Why a delivery's state changed. */
function kindOf(kind: string, reason: unknown, { kind: quiet }: Record<string, unknown>): string {
  if (kind === "delivery") return String(reason);
  return kind === "not_notified" ? String(quiet) : kind;
}

function isAlertType(type: FeedEvent["type"]): type is AlertFeedEvent["type"] {
  return type.startsWith("alert.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
