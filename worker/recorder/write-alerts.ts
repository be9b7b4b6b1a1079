import type pg from "pg";

import type { QueuedDelivery } from "~/domain/deliveries/enqueue-deliveries.server";
import { storableJson } from "~/domain/storable-json";
import type { AlertDraft } from "./alert-draft";
import { WRITE_ALERTS } from "./write-alerts-statement";

/** A connection that fell silent must not hold up alerts: they are written over another, whatever became of these. */
const LIMIT_MS = 5_000;

/** What became of a draft. */
export interface WrittenAlert {
  draft: AlertDraft;
  /** False when it was there already, its rule is gone or disabled, or another worker holds the lease. */
  isNew: boolean;
  /** The draft's own id, or that of an alert of the same intent that it has taken over. */
  alertId: string;
  /** Another worker holds the network's lease by now. */
  isFenced: boolean;
  /** The alert whose page covers it; null when it pages itself. */
  coveredById: string | null;
  /** Until when the page that covers it, or its own, keeps others quiet: ms since the epoch, null without a cooldown. */
  quietUntilMs: number | null;
}

/** What one flush made. */
export interface WrittenAlerts {
  /** Ids of the alerts that are new, or changed. */
  alertIds: string[];
  /** To be queued: of those that will be one message the first alone, which takes the others along. */
  deliveries: QueuedDelivery[];
  /** Deliveries to channels that Sentinel has switched off: somebody else has to be told. */
  held: number;
  /** Each draft once, in no order. */
  outcomes: WrittenAlert[];
}

interface Row {
  id: string;
  alert_id: string | null;
  is_fenced: boolean;
  covered_by_id: string | null;
  quiet_until_ms: number | null;
  delivery_id: string | null;
  critical: boolean | null;
  channel_id: string | null;
  group_key: string | null;
  /** Until it is due; null: now. */
  in_ms: number | null;
  is_held: boolean | null;
}

const jsonOrNull = (value: unknown) => (value === null ? null : storableJson(value));
/** PostgreSQL's text cannot hold NUL. */
const text = (value: string) => value.replaceAll("\u0000", "\ufffd");

const COLUMNS: ((draft: AlertDraft) => unknown)[] = [
  (draft) => draft.id,
  (draft) => draft.ruleId,
  (draft) => draft.watchlistId,
  (draft) => draft.networkId,
  (draft) => draft.leaseToken?.toString() ?? null,
  (draft) => draft.severity,
  (draft) => text(draft.title),
  (draft) => text(draft.description),
  (draft) => draft.txHash,
  (draft) => draft.from,
  (draft) => draft.to,
  (draft) => draft.nonce.toString(),
  (draft) => draft.value.toString(),
  (draft) => draft.input,
  (draft) => storableJson(draft.call),
  (draft) => storableJson(draft.explanation),
  (draft) => storableJson(draft.firstSeen),
  (draft) => draft.detectedAtMs,
  (draft) => draft.detection,
  (draft) => draft.target,
  (draft) => draft.selector,
  (draft) => jsonOrNull(draft.callPath),
  (draft) => jsonOrNull(draft.event),
  (draft) => (draft.uncertain === null ? null : text(draft.uncertain)),
  (draft) => jsonOrNull(draft.outcome),
  (draft) => draft.mined?.status ?? "pending",
  (draft) => draft.mined?.blockNumber.toString() ?? null,
  (draft) => draft.mined?.blockHash ?? null,
  (draft) => draft.mined?.blockAtMs ?? null,
  (draft) => draft.occurrences,
  (draft) => draft.senders,
  (draft) => draft.groupKey,
  (draft) => draft.coverId,
  (draft) => draft.pages,
];

/** Writes a batch of alerts. @throws the driver's error when the database is away: nothing was written then. */
export async function writeAlerts(sql: pg.Pool, drafts: readonly AlertDraft[]): Promise<WrittenAlerts> {
  const values = COLUMNS.map((pick) => drafts.map(pick));
  const query = { name: "write-alerts", text: WRITE_ALERTS, values, query_timeout: LIMIT_MS };
  const { rows } = await sql.query<Row>(query);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const outcomes = drafts.map((draft): WrittenAlert => {
    const row = byId.get(draft.id);
    return {
      draft,
      isNew: row !== undefined && row.alert_id !== null,
      alertId: row?.alert_id ?? draft.id,
      isFenced: row?.is_fenced ?? false,
      coveredById: row?.covered_by_id ?? null,
      quietUntilMs: row?.quiet_until_ms ?? null,
    };
  });
  const alertIds = outcomes.filter(({ isNew }) => isNew).map(({ alertId }) => alertId);
  return { alertIds, deliveries: toQueue(rows), held: rows.filter(({ is_held }) => is_held).length, outcomes };
}

function toQueue(rows: readonly Row[]): QueuedDelivery[] {
  const groups = new Set<string>();
  return rows.flatMap(({ delivery_id, critical, channel_id, group_key, in_ms, is_held }) => {
    const group = `${channel_id} ${group_key}`;
    if (delivery_id === null || is_held || (group_key !== null && groups.has(group))) return [];
    groups.add(group);
    return [{ id: delivery_id, critical: critical === true, ...(in_ms === null ? {} : { delayMs: in_ms }) }];
  });
}
