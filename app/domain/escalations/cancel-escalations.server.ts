import type { DbTransaction } from "~/platform/db.server";
import type { EndReason } from "./end-reason";

/**
 * Ends what runs of a policy, and says so on the alerts' timelines.
 *
 * @returns the alerts that it ran for.
 */
export async function cancelEscalations(tx: DbTransaction, policyId: string, reason: EndReason): Promise<string[]> {
  const ended = await tx.$queryRaw<{ alert_id: string | null }[]>`
    WITH running AS (
      SELECT id FROM escalations WHERE policy_id = ${policyId}::uuid AND state = 'running' ORDER BY id FOR UPDATE
    ), ended AS (
      UPDATE escalations SET state = 'cancelled', next_at = NULL, ended_at = now(), end_reason = ${reason}
      FROM running WHERE escalations.id = running.id
      RETURNING escalations.alert_id
    ), timeline AS (
      INSERT INTO alert_events (id, alert_id, kind, at, data)
      SELECT gen_random_uuid(), alert_id, 'escalation_ended', now(), jsonb_build_object('reason', ${reason}::text)
      FROM ended WHERE alert_id IS NOT NULL
    )
    SELECT alert_id FROM ended`;
  return ended.flatMap(({ alert_id }) => alert_id ?? []);
}
