import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { type EventPosition, formatEventId, LAST_SEQ } from "./event-position";
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
 * The transaction id below which everything in this database is settled: the next one to be given out, or the oldest
 * still running here. `pg_snapshot_xmin` would do too, but counts the whole server: a long job in somebody else's
 * database would hold the feed back. The statement's snapshot (`xmax`) is taken before the running ones are looked at,
 * so that none falls in between. `backend_xid` has 32 bits; the epoch is put back in front (PostgreSQL, "Transaction IDs").
 */
const SELECT_HORIZON = `
  WITH next AS MATERIALIZED (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax),
  running AS (
    SELECT xmax - xmax % 4294967296 + backend_xid::text::bigint AS xid, xmax
    FROM pg_stat_activity, next WHERE datname = current_database() AND backend_xid IS NOT NULL
  )
  SELECT least(
    (SELECT xmax FROM next),
    (SELECT min(CASE WHEN xid - xmax > 2147483648 THEN xid - 4294967296 ELSE xid END) FROM running)
  )::text AS horizon`;

/** A settled row has nothing that could still be committed in front of it, and the reader may move past it. */
const SELECT_EVENTS = `
  SELECT alert_id, kind, txid, seq, txid < $4::bigint AS settled
  FROM alert_events
  WHERE (txid, seq) > ($1::bigint, $2::bigint)
  ORDER BY txid, seq
  LIMIT $3`;

/** Reads up to `limit` alert events after a position, in the feed's order. */
export async function readAlertEvents(
  ctx: Context,
  { after, limit }: { after: EventPosition; limit: number },
): Promise<AlertEventPage> {
  // A statement of its own, before: what ended by then is visible to the next one's snapshot.
  const horizon = await readHorizon(ctx);
  const { rows } = await ctx.sql.query<EventRow>(SELECT_EVENTS, [after.txid, after.seq, limit, horizon]);
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
  return { txid: (await readHorizon(ctx)) - 1n, seq: LAST_SEQ };
}

async function readHorizon(ctx: Context): Promise<bigint> {
  const { rows } = await ctx.sql.query<{ horizon: string }>(SELECT_HORIZON);
  return BigInt(rows[0]?.horizon ?? 0);
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
