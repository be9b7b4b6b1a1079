import { deliveryEvents } from "~/domain/deliveries/delivery-events";
import type { QueuedDelivery } from "~/domain/deliveries/enqueue-deliveries.server";
import type { DbTransaction } from "~/platform/db.server";
import type { DecidedRun } from "./decide-step";
import { deliveriesOf } from "./step-deliveries";

interface Row {
  id: string;
  critical: boolean;
  delayMs: number | null;
}

const WRITE = `
WITH moved AS (
  UPDATE escalations SET state = move.state, step = move.step, round = move.round, end_reason = move.reason,
    next_at = CASE WHEN move.state = 'running'
                   THEN coalesce(to_timestamp(move.at_ms / 1000), now() + make_interval(secs => move.wait_s)) END,
    ended_at = CASE WHEN move.state <> 'running' THEN now() END
  FROM jsonb_to_recordset($1::jsonb)
    AS move(id uuid, state text, step int, round int, at_ms float8, wait_s float8, reason text)
  WHERE escalations.id = move.id
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, data)
  SELECT gen_random_uuid(), alert_id, kind, now(), data
  FROM jsonb_to_recordset($2::jsonb) AS event(alert_id uuid, kind text, data jsonb)
  RETURNING alert_id
), made AS (
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, critical, revision, group_key, next_attempt_at, data)
  SELECT gen_random_uuid(), alert_id, channel_id, purpose, true, revision, group_key,
         CASE WHEN group_key IS NOT NULL THEN now() + make_interval(secs => wait_s) END, data
  FROM jsonb_to_recordset($3::jsonb)
    AS step(alert_id uuid, channel_id uuid, purpose text, revision int, group_key text, wait_s float8, data jsonb)
  ON CONFLICT (alert_id, channel_id, purpose, revision) DO NOTHING
  RETURNING id, alert_id, channel_id, critical, next_attempt_at
), feed AS (${deliveryEvents("made", { state: "'queued'", reason: "'created'" })}
  AND (SELECT count(*) FROM timeline) >= 0
)
SELECT id, critical, (extract(epoch FROM next_attempt_at - now()) * 1000)::float8 AS "delayMs" FROM made`;

/** Writes what was decided: the runs' next steps, the timelines and the deliveries; the latter are to be enqueued. */
export async function writeSteps(tx: DbTransaction, decided: readonly DecidedRun[]): Promise<QueuedDelivery[]> {
  const values = [decided.map(moveOf), decided.flatMap(eventsOf), deliveriesOf(decided)];
  const rows = await tx.$queryRawUnsafe<Row[]>(WRITE, ...values.map((value) => JSON.stringify(value)));
  return rows.map(({ delayMs, ...row }) => (delayMs === null ? row : { ...row, delayMs }));
}

function moveOf({ run, decision }: DecidedRun) {
  const { id, step, round } = run;
  if (decision.kind === "end") return { id, step, round, state: decision.state, reason: decision.reason };
  if (decision.kind === "later") return { id, step, round, state: "running", at_ms: decision.at.getTime() };
  const { place, waitSeconds } = decision;
  return { id, step: place.step + 1, round: place.round, state: "running", wait_s: waitSeconds };
}

/** Only alerts have timelines. Of an acknowledgement they tell already. */
function eventsOf({ run, decision }: DecidedRun): { alert_id: string; kind: string; data: object }[] {
  if (run.alert === null || decision.kind === "later") return [];
  const alert_id = run.alert.id;
  if (decision.kind === "end") {
    const { state, reason } = decision;
    return state === "acknowledged" ? [] : [{ alert_id, kind: "escalation_ended", data: { reason } }];
  }
  const { place, steps, channels, alreadyTold, skipped } = decision;
  const data = {
    policyName: run.policy.name,
    step: place.step + 1,
    steps,
    round: place.round + 1,
    channels: channels.map(({ name }) => name),
    ...(alreadyTold.length === 0 ? {} : { alreadyTold: alreadyTold.map(({ name }) => name) }),
    ...(skipped === null ? {} : { skipped }),
  };
  return [{ alert_id, kind: "escalated", data }];
}
