import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { type EventPosition, formatEventId } from "./event-position";
import { ALERT_INCLUDE, presentAlert } from "./present-alert";

/** One change of an alert as the live streams carry it; `data` is the alert as it is now. */
export interface StreamedAlertEvent {
  /** For `Last-Event-ID`. */
  id: string;
  type: "alert.created" | "alert.updated";
  data: Alert;
  position: EventPosition;
}

/** The events after a position, as far as they are settled. */
export interface AlertEventPage {
  events: StreamedAlertEvent[];
  /** Where to read on: past everything read, also past events whose alert is gone. */
  position: EventPosition;
  /** There may be more at once. */
  isFull: boolean;
  /** Committed events wait for an older transaction to end: read again soon. */
  hasUnsettled: boolean;
}

interface EventRow {
  alert_id: string;
  kind: string;
  txid: string;
  seq: string;
  settled: boolean;
}

/**
 * A row is settled when its transaction is older than the oldest one still running: nothing can then be committed in
 * front of it any more, and the reader may move past it (PostgreSQL 9.27.11, `pg_snapshot_xmin`).
 */
const SELECT_EVENTS = `
  SELECT alert_id, kind, txid, seq, txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS settled
  FROM alert_events
  WHERE (txid, seq) > ($1::bigint, $2::bigint)
  ORDER BY txid, seq
  LIMIT $3`;

/** Reads up to `limit` alert events after a position, in the feed's order. */
export async function readAlertEvents(
  ctx: Context,
  { after, limit }: { after: EventPosition; limit: number },
): Promise<AlertEventPage> {
  const { rows } = await ctx.sql.query<EventRow>(SELECT_EVENTS, [after.txid, after.seq, limit]);
  const settled = rows.filter((row) => row.settled);
  const last = settled.at(-1);
  return {
    events: last ? await withAlerts(ctx, settled) : [],
    position: last ? positionOf(last) : after,
    isFull: settled.length === limit,
    hasUnsettled: settled.length < rows.length,
  };
}

/** The place before everything that is not yet settled: where a reader starts that wants only what comes from now on. */
export async function currentEventPosition(ctx: Context): Promise<EventPosition> {
  const { rows } = await ctx.sql.query<{ xmin: string }>(
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin",
  );
  return { txid: BigInt(rows[0]?.xmin ?? 0), seq: -1n };
}

async function withAlerts(ctx: Context, rows: EventRow[]): Promise<StreamedAlertEvent[]> {
  const ids = [...new Set(rows.map((row) => row.alert_id))];
  const alerts = await ctx.db.alert.findMany({ where: { id: { in: ids } }, include: ALERT_INCLUDE });
  const byId = new Map(alerts.map((alert) => [alert.id, presentAlert(alert)]));
  return rows.flatMap((row): StreamedAlertEvent[] => {
    const data = byId.get(row.alert_id);
    if (!data) return [];
    const position = positionOf(row);
    return [
      { id: formatEventId(position), type: row.kind === "created" ? "alert.created" : "alert.updated", data, position },
    ];
  });
}

function positionOf(row: EventRow): EventPosition {
  return { txid: BigInt(row.txid), seq: BigInt(row.seq) };
}
