import { LAST_SEQ } from "~/domain/alerts/event-position";
import { ALERT_INCLUDE, presentAlert } from "~/domain/alerts/present-alert";
import { readHorizon } from "~/domain/alerts/read-horizon.server";
import type { Context } from "~/platform/context.server";
import type { FeedEvent, FeedEventType } from "./feed-event";
import { FEED_START, type FeedPosition, formatFeedId, LAST_DELIVERY, parseFeedId } from "./feed-position";
import { type FeedRow, presentFeedEvent } from "./present-feed-event";

/** A part of the feed, oldest first. */
export interface FeedPage {
  events: FeedEvent[];
  /** Where to go on: also at the end, for what comes later. */
  nextCursor: string;
  /** There is more to be read at once. */
  hasMore: boolean;
  /** Changes that are kept, deliveries made with an alert not counted; 10,001 means more than 10,000. */
  total: number;
}

interface FeedRequest {
  cursor?: string | undefined;
  /** Where to begin without a cursor: with the oldest that is kept, or with what comes from now on. */
  start?: "oldest" | "latest" | undefined;
  types?: readonly FeedEventType[] | undefined;
  limit: number;
}

/** With a filter one request looks at no more changes than this, however few it finds. */
const MAX_SCANNED = 5_000;
const MAX_COUNTED = 10_000;

/** What an event is called: see `FeedEventType`. */
const TYPE = `CASE
    WHEN made.id IS NOT NULL THEN 'delivery.queued'
    WHEN change.kind IN ('created', 'acknowledged', 'commented', 'escalated') THEN 'alert.' || change.kind
    WHEN change.kind = 'delivery' THEN 'delivery.' || (change.data->>'state')
    WHEN change.kind = 'notified' THEN 'delivery.delivered'
    WHEN change.kind = 'notification_failed' THEN
      CASE WHEN change.data ? 'isHeld' THEN 'delivery.held' ELSE 'delivery.failed' END
    WHEN change.kind = 'not_notified' AND change.data ? 'deliveryId' THEN
      CASE change.data->>'kind' WHEN 'quiet_hours' THEN 'delivery.queued' ELSE 'delivery.suppressed' END
    ELSE 'alert.updated' END`;

/**
 * Up to $6 events after the place ($1, $2, $3), of the changes below the horizon $4, of which at most $5 are looked at.
 * The deliveries that an alert was made with are written in the statement that makes it, and come after it here. An
 * alert that was kept quiet at first is made twice: its deliveries are the second time's, and no others are added later.
 */
const SELECT_FEED = `
WITH change AS MATERIALIZED (
  SELECT txid, seq, alert_id, kind, at, actor_id, data FROM alert_events
  WHERE (txid, seq) >= ($1::bigint, $2::bigint) AND txid < $4::bigint
  ORDER BY txid, seq LIMIT $5
), last AS (
  SELECT txid, seq, (SELECT count(*) FROM change) AS scanned FROM change ORDER BY txid DESC, seq DESC LIMIT 1
), event AS (
  SELECT change.*, made.id AS made_id, made.channel_id AS made_channel_id, ${TYPE} AS type
  FROM change CROSS JOIN LATERAL (
    SELECT NULL::uuid AS id, NULL::uuid AS channel_id
    UNION ALL
    SELECT deliveries.id, deliveries.channel_id FROM deliveries
    WHERE change.kind = 'created' AND deliveries.alert_id = change.alert_id AND deliveries.purpose = 'alert.created'
      AND deliveries.fallback_for_id IS NULL
      AND NOT EXISTS (SELECT FROM alert_events AS later
                      WHERE later.alert_id = change.alert_id AND later.kind = 'created'
                        AND (later.txid, later.seq) > (change.txid, change.seq))
      -- One that is held from its first moment is told as that.
      AND NOT EXISTS (SELECT FROM alert_events AS held
                      WHERE held.alert_id = change.alert_id AND held.kind = 'delivery' AND held.txid = change.txid
                        AND held.data->>'deliveryId' = deliveries.id::text)
  ) AS made
  WHERE (change.txid, change.seq) > ($1, $2) OR made.id > $3::uuid
)
SELECT event.txid::text, event.seq::text, event.alert_id AS "alertId", event.kind, event.type, event.at,
       event.actor_id AS "actorId", event.data, event.made_id AS "madeId", event.made_channel_id AS "madeChannelId",
       last.txid::text AS "lastTxid", last.seq::text AS "lastSeq", last.scanned::int AS scanned
FROM last LEFT JOIN (
  SELECT * FROM event WHERE $7::text[] IS NULL OR type = ANY ($7)
  ORDER BY txid, seq, made_id NULLS FIRST LIMIT $6
) AS event ON true
ORDER BY event.txid, event.seq, event.made_id NULLS FIRST`;

const COUNT = `SELECT count(*)::int AS total FROM (SELECT FROM alert_events LIMIT ${MAX_COUNTED + 1}) AS kept`;

type Row = { [Key in keyof FeedRow]: FeedRow[Key] | null } & { lastTxid: string; lastSeq: string; scanned: number };

/**
 * Every change of every alert and delivery, in the order of the live streams: nothing is lost or repeated, whatever is
 * written meanwhile and by however many instances. Events are kept as long as their alerts; that a delivery was made
 * with its alert is told as long as the delivery is kept.
 *
 * @throws AppError `invalid_input` at `?cursor` for one that is none.
 */
export async function readFeed(ctx: Context, { cursor, start, types, limit }: FeedRequest): Promise<FeedPage> {
  // A statement of its own, before: what ended by then is visible to the next one's snapshot.
  const horizon = await readHorizon(ctx);
  const now = { txid: horizon - 1n, seq: LAST_SEQ, deliveryId: LAST_DELIVERY };
  const after = cursor === undefined ? (start === "latest" ? now : FEED_START) : known(parseFeedId(cursor), now);
  // One more than asked for tells whether there is more; the first is the one that the cursor names.
  const window = types === undefined ? limit + 2 : MAX_SCANNED;
  const sub = after.deliveryId ?? "00000000-0000-0000-0000-000000000000";
  const values = [after.txid, after.seq, sub, horizon, window, limit + 1, types ?? null];
  const [{ rows }, counted] = await Promise.all([
    ctx.sql.query<Row>(SELECT_FEED, values),
    ctx.sql.query<{ total: number }>(COUNT),
  ]);
  const found = rows.filter((row): row is Row & FeedRow => row.type !== null);
  const shown = found.slice(0, limit);
  const hasMore = found.length > limit || (rows[0]?.scanned ?? 0) === window;
  return {
    events: await present(ctx, shown),
    nextCursor: formatFeedId(nextPosition({ shown, isCut: found.length > limit, after, last: rows[0] })),
    hasMore,
    total: counted.rows[0]?.total ?? 0,
  };
}

/** A place that is still to come is of a database since restored: it is taken for now. */
function known(position: FeedPosition, now: FeedPosition): FeedPosition {
  return position.txid > now.txid ? now : position;
}

function nextPosition(read: {
  shown: readonly FeedRow[];
  isCut: boolean;
  after: FeedPosition;
  last: Row | undefined;
}): FeedPosition {
  const { shown, isCut, after, last } = read;
  const end = shown.at(-1);
  if (isCut && end !== undefined) return { txid: BigInt(end.txid), seq: BigInt(end.seq), deliveryId: end.madeId };
  // Past everything looked at, also what the filter left out.
  return last === undefined
    ? after
    : { txid: BigInt(last.lastTxid), seq: BigInt(last.lastSeq), deliveryId: LAST_DELIVERY };
}

async function present(ctx: Pick<Context, "db">, rows: readonly FeedRow[]): Promise<FeedEvent[]> {
  const ids = [...new Set(rows.filter(({ type }) => type.startsWith("alert.")).map(({ alertId }) => alertId))];
  const alerts =
    ids.length === 0 ? [] : await ctx.db.alert.findMany({ where: { id: { in: ids } }, include: ALERT_INCLUDE });
  const byId = new Map(alerts.map((alert) => [alert.id, presentAlert(alert)]));
  return rows.flatMap((row) => presentFeedEvent(row, (id) => byId.get(id)) ?? []);
}
