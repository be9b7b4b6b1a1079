import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { type EventPosition, formatEventId, LAST_SEQ } from "./event-position";
import { ALERT_INCLUDE, presentAlert } from "./present-alert";
import { readHorizon } from "./read-horizon.server";

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
    // What happens to deliveries is the feed's (`GET /v1/events`), too much for who watches alerts.
    events: await withAlerts(
      ctx,
      settled.filter(({ kind }) => kind !== "delivery"),
    ),
    position: last ? positionOf(last) : after,
    isFull: settled.length === limit,
    hasUnsettled: settled.length < rows.length,
  };
}

/** The place before everything that is not yet settled: where a reader starts that wants only what comes from now on. */
export async function currentEventPosition(ctx: Context): Promise<EventPosition> {
  return { txid: (await readHorizon(ctx)) - 1n, seq: LAST_SEQ };
}

async function withAlerts(ctx: Context, rows: EventRow[]): Promise<StreamedAlertEvent[]> {
  const ids = [...new Set(rows.map((row) => row.alert_id))];
  if (ids.length === 0) return [];
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
