import type pg from "pg";

import type { ChannelType } from "~/domain/channels/channel";
import type { ClaimedDelivery, ClaimedDestination } from "./claim-result";
import type { MessageFactsRow } from "./get-message-facts.server";

/** What `CLAIM` answers. */
export interface ClaimRow extends MessageFactsRow, ClaimedDestination {
  kind: "claimed" | "parked" | "suppressed" | "held" | "hours" | "group";
  deliveryId: string;
  alertId: string | null;
  channelId: string;
  purpose: string;
  change: string | null;
  critical: boolean;
  attempts: number;
  createdAt: Date;
  groupKey: string | null;
  data: unknown;
  quietHours: unknown;
  waitedMs: number;
  inMs: number;
  channelType: ChannelType;
  channelName: string;
  channelEnabled: boolean;
  configEncrypted: string;
  templates: unknown;
}

/** A connection, or a pool of them. */
export type Sql = Pick<pg.Pool, "query"> | Pick<pg.PoolClient, "query">;

/** The claimed delivery of such a row. */
export function claimedOf(row: ClaimRow): ClaimedDelivery {
  const { alertId, channelId, purpose, change, critical, attempts, createdAt, groupKey, data, waitedMs } = row;
  const { channelType: type, channelName: name, channelEnabled: enabled, configEncrypted } = row;
  const { farKey, paceKey, perMinute, isProbe, isDoubted, templates } = row;
  return {
    ...{
      id: row.deliveryId,
      alertId,
      channelId,
      purpose,
      change,
      critical,
      attempts,
      createdAt,
      groupKey,
      data,
      waitedMs,
    },
    editRemoteId: null,
    groupOf: null,
    destination: { farKey, paceKey, perMinute, isProbe, isDoubted },
    templates,
    channel: { id: channelId, type, name, enabled, configEncrypted },
    facts: alertId === null ? null : row,
  };
}
