import type { Context } from "~/platform/context.server";
import type { ClaimedDestination } from "./claim-result";

/** What a send has shown of its far side. */
export type Shown =
  /** It answers; `pauseMs`: and wants a pause before the next message. */
  | { kind: "alive"; pauseMs: number | null }
  /** It asks for patience: nothing is sent to it until then. */
  | { kind: "throttled"; waitMs: number }
  /** It did not answer, or said that it is at fault. */
  | { kind: "away" };

/** Failures in a row that open the breaker, and for how long, seconds: doubling with each probe that fails. */
const FAILURES = 5;
const OPEN_SECONDS = 15;
const MAX_OPEN_SECONDS = 300;

const ALIVE = `
UPDATE destinations SET failures_in_row = 0, breaker = 'closed', opened_at = NULL, updated_at = now(),
       not_before = CASE WHEN breaker = 'closed' THEN not_before END
WHERE key = $1 AND (failures_in_row > 0 OR breaker <> 'closed')`;

const QUIET = `
INSERT INTO destinations AS far (key, not_before) VALUES ($1, now() + make_interval(secs => $2))
ON CONFLICT (key) DO UPDATE SET
  not_before = CASE WHEN far.breaker = 'closed' THEN greatest(far.not_before, excluded.not_before)
                    ELSE excluded.not_before END,
  failures_in_row = 0, breaker = 'closed', opened_at = NULL, updated_at = now()`;

/**
 * Three quarters of what was let through, once for each silence: those that were under way at the same time are refused
 * for the same reason. Where no limit is known the first refusal is taken for a hiccup: its silence is enough.
 */
const LEARN = `
INSERT INTO destinations AS pace (key, learned_per_minute, learned_at)
VALUES ($1, greatest(least(6, $2::int), floor(0.75 * $2::int))::int, now())
ON CONFLICT (key) DO UPDATE SET learned_at = now(), updated_at = now(), learned_per_minute = CASE
    WHEN $2::int IS NOT NULL THEN excluded.learned_per_minute
    WHEN pace.learned_at > now() - interval '10 minutes' THEN greatest(120, floor(0.75 * (
      SELECT count(*) FROM deliveries WHERE channel_id = $3 AND created_at > now() - interval '10 minutes'
        AND state = 'delivered' AND finished_at > now() - interval '1 minute')))::int END
WHERE pace.learned_at IS NULL OR pace.learned_at < now() - interval '5 seconds'`;

/** What was under way when it opened says nothing new; a probe that fails opens it for longer. */
const AWAY = `
INSERT INTO destinations AS far (key, failures_in_row) VALUES ($1, 1)
ON CONFLICT (key) DO UPDATE SET
  failures_in_row = far.failures_in_row + 1,
  breaker = CASE WHEN far.failures_in_row + 1 >= ${FAILURES} THEN 'open' ELSE far.breaker END,
  opened_at = CASE WHEN far.failures_in_row + 1 >= ${FAILURES} THEN coalesce(far.opened_at, now()) END,
  not_before = CASE WHEN far.failures_in_row + 1 >= ${FAILURES}
    THEN now() + make_interval(secs => least(${MAX_OPEN_SECONDS},
           ${OPEN_SECONDS} * power(2, least(10, far.failures_in_row + 1 - ${FAILURES}))))
    ELSE far.not_before END,
  updated_at = now()
WHERE far.breaker <> 'open'`;

const STATE = `
SELECT breaker, greatest(0, extract(epoch FROM not_before - now()) * 1000)::float8 AS "inMs"
FROM destinations WHERE key = $1`;

/** How a far side is doing after a send. */
export interface SettledDestination {
  /** Its breaker is open: what fails now waits instead of burning its retries. */
  isOpen: boolean;
  /** When the next message may go, ms. */
  inMs: number;
}

/**
 * Keeps the far side's silence, learned pace and circuit breaker, for the whole fleet. Costs nothing where all is well.
 */
export async function settleDestination(
  ctx: Pick<Context, "sql">,
  { destination, channelId, shown }: { destination: ClaimedDestination; channelId: string; shown: Shown },
): Promise<SettledDestination> {
  const { farKey, paceKey, perMinute, isDoubted } = destination;
  const run = (name: string, text: string, values: unknown[]) => ctx.sql.query({ name, text, values });
  if (shown.kind === "alive" && shown.pauseMs === null) {
    if (isDoubted) await run("destination-alive", ALIVE, [farKey]);
    return { isOpen: false, inMs: 0 };
  }
  if (shown.kind !== "away") {
    const waitMs = shown.kind === "alive" ? (shown.pauseMs ?? 0) : shown.waitMs;
    await run("destination-quiet", QUIET, [farKey, waitMs / 1_000]);
    if (shown.kind === "throttled") await run("destination-learn", LEARN, [paceKey, perMinute, channelId]);
    return { isOpen: false, inMs: waitMs };
  }
  await run("destination-away", AWAY, [farKey]);
  const { rows } = await ctx.sql.query<{ breaker: string; inMs: number | null }>({
    name: "destination-state",
    text: STATE,
    values: [farKey],
  });
  return { isOpen: rows[0]?.breaker === "open", inMs: Math.ceil(rows[0]?.inMs ?? 0) };
}
