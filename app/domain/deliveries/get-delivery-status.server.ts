import type { Context } from "~/platform/context.server";
import type { ChannelTrouble, DeliveryStatus } from "./channel-trouble";
import { FAR_KEY } from "./destination-sql";

/** Counting stops here: more is “more than 10,000”. */
const MAX_COUNTED = 10_001;
/** Shown at once; who has more in trouble reads the list of channels. */
const MAX_TROUBLES = 20;

interface Row {
  id: string;
  name: string;
  kind: ChannelTrouble["kind"];
  since: Date | null;
  last_error: string | null;
  waiting: number;
  failed: number;
}

const TROUBLES = `
WITH trouble AS (
  SELECT channels.id, channels.name, channels.last_error, CASE
           WHEN channels.held_since IS NOT NULL THEN 'held'
           WHEN channels.failing_since IS NOT NULL THEN 'failing'
           WHEN far.breaker <> 'closed' THEN 'away'
           WHEN channels.health_status = 'failing' THEN 'retrying' END AS kind,
         CASE WHEN channels.held_since IS NOT NULL THEN channels.held_since
              WHEN channels.failing_since IS NOT NULL THEN channels.failing_since
              WHEN far.breaker <> 'closed' THEN far.opened_at
              ELSE channels.last_error_at END AS since
  FROM channels LEFT JOIN destinations AS far ON far.key = ${FAR_KEY}
  WHERE channels.enabled OR channels.held_since IS NOT NULL
)
SELECT trouble.*,
       (SELECT count(*)::int FROM (
          SELECT FROM deliveries WHERE channel_id = trouble.id
            AND (state = 'held' OR (state = 'queued' AND is_parked)) LIMIT ${MAX_COUNTED}) AS counted) AS waiting,
       (SELECT count(*)::int FROM (
          SELECT FROM deliveries WHERE channel_id = trouble.id AND state = 'failed'
            AND finished_at > now() - interval '1 hour' AND created_at > now() - interval '2 days' LIMIT ${MAX_COUNTED}) AS counted) AS failed
FROM trouble WHERE kind IS NOT NULL
ORDER BY array_position(ARRAY['held', 'failing', 'away', 'retrying'], kind), since, id LIMIT ${MAX_TROUBLES}`;

/** One message that was refused makes no channel that does not work: there has to be a second failure. */
const OVERALL = `
SELECT EXISTS (SELECT FROM channels WHERE enabled AND is_fallback) AS "hasFallback",
       EXISTS (SELECT FROM channels WHERE enabled OR held_since IS NOT NULL)
       AND NOT EXISTS (SELECT FROM channels WHERE enabled AND (failing_since IS NULL OR last_error_at <= failing_since))
         AS "isNobodyTold"`;

/** Which channels do not tell what they should, the gravest first, and what that means. */
export async function getDeliveryStatus(ctx: Pick<Context, "sql">): Promise<DeliveryStatus> {
  const [troubles, overall] = await Promise.all([
    ctx.sql.query<Row>(TROUBLES),
    ctx.sql.query<Pick<DeliveryStatus, "hasFallback" | "isNobodyTold">>(OVERALL),
  ]);
  return {
    troubles: troubles.rows.map(({ since, last_error, failed, ...row }) => ({
      ...row,
      since: since?.toISOString() ?? null,
      lastError: last_error,
      failedLastHour: failed,
    })),
    hasFallback: overall.rows[0]?.hasFallback ?? false,
    isNobodyTold: overall.rows[0]?.isNobodyTold ?? false,
  };
}
