import type { Context } from "~/platform/context.server";
import type { DeliveryDetail } from "./delivery";
import { FAR_KEY, PACE_KEY } from "./destination-sql";

interface Row {
  waiting_before: number;
  breaker: string | null;
  not_before: Date | null;
}

/** Counting stops here: more is “more than 10,000”. */
const MAX_COUNTED = 10_001;

const PLACE = `
WITH own AS (
  SELECT deliveries.id, deliveries.critical, deliveries.created_at,
         ${FAR_KEY} AS far_key, ${PACE_KEY} AS pace_key
  FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
  WHERE deliveries.id = $1 AND deliveries.state = 'queued' AND deliveries.is_parked
)
SELECT (SELECT count(*)::int FROM (
          SELECT FROM channels JOIN deliveries AS other ON other.channel_id = channels.id
          WHERE ${PACE_KEY} = own.pace_key AND other.state = 'queued' AND other.is_parked AND other.id <> own.id
            AND (other.critical, own.created_at, own.id) > (own.critical, other.created_at, other.id)
          LIMIT ${MAX_COUNTED}) AS counted) AS waiting_before,
       far.breaker, far.not_before
FROM own LEFT JOIN destinations AS far ON far.key = own.far_key`;

/** What a parked delivery waits behind at its destination; null once it is parked no more. */
export async function findWaitingPlace(
  ctx: Pick<Context, "sql">,
  { id }: { id: string },
): Promise<DeliveryDetail["destination"]> {
  const { rows } = await ctx.sql.query<Row>(PLACE, [id]);
  const [row] = rows;
  if (row === undefined) return null;
  const breaker = row.breaker === "open" || row.breaker === "half_open" ? row.breaker : "closed";
  const isAhead = row.not_before !== null && row.not_before.getTime() > Date.now();
  return {
    waitingBefore: row.waiting_before,
    breaker,
    notBefore: isAhead ? (row.not_before?.toISOString() ?? null) : null,
  };
}
