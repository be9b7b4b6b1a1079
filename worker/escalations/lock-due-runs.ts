import { QuietReason } from "~/domain/silences/quiet-reason";
import { QUIET_REASON } from "~/domain/silences/quiet-reasons";
import type { DbTransaction } from "~/platform/db.server";
import type { DueRun } from "./due-run";

interface Row {
  id: string;
  now: Date;
  step: number;
  round: number;
  policyId: string;
  policyName: string;
  steps: unknown;
  repeats: number;
  hours: unknown;
  policyEnabled: boolean;
  alertId: string | null;
  isAcknowledged: boolean;
  isRuleDeleted: boolean | null;
  quiet: unknown;
  channelId: string | null;
  channelName: string | null;
  channelType: string | null;
  channelEnabled: boolean | null;
  isFailing: boolean;
  isHeld: boolean;
  lastError: string | null;
}

/**
 * Oldest first. A run that another process holds is passed over: it is taking the step, or somebody is acknowledging. One
 * that changed since this statement began is judged by what it is now.
 */
const LOCK = `
SELECT run.id, now() AS now, run.step, run.round, policy.id AS "policyId", policy.name AS "policyName", policy.steps,
       policy.repeats, policy.hours, policy.enabled AS "policyEnabled",
       run.alert_id AS "alertId", alerts.acknowledged_at IS NOT NULL AS "isAcknowledged",
       rules.deleted_at IS NOT NULL AS "isRuleDeleted",
       CASE WHEN run.alert_id IS NOT NULL THEN ${QUIET_REASON} END AS quiet,
       run.channel_id AS "channelId", failing.name AS "channelName", failing.type::text AS "channelType",
       failing.enabled AS "channelEnabled",
       failing.failing_since IS NOT NULL OR failing.held_since IS NOT NULL AS "isFailing",
       failing.held_since IS NOT NULL AS "isHeld", failing.last_error AS "lastError"
FROM escalations AS run
JOIN escalation_policies AS policy ON policy.id = run.policy_id
LEFT JOIN alerts ON alerts.id = run.alert_id
LEFT JOIN rules ON rules.id = alerts.rule_id
LEFT JOIN channels AS failing ON failing.id = run.channel_id
WHERE run.state = 'running' AND run.next_at <= now()
ORDER BY run.next_at, run.id LIMIT $1
FOR UPDATE OF run SKIP LOCKED`;

/** Locks the runs that are due, at most `limit`, until the transaction ends. */
export async function lockDueRuns(tx: DbTransaction, limit: number): Promise<DueRun[]> {
  const rows = await tx.$queryRawUnsafe<Row[]>(LOCK, limit);
  return rows.map((row) => {
    const { id, now, step, round, policyId, policyName: name, steps, repeats, hours, policyEnabled: enabled } = row;
    const policy = { id: policyId, name, steps, repeats, hours, enabled };
    return { id, now, step, round, policy, alert: alertOf(row), channel: channelOf(row) };
  });
}

function alertOf({ alertId, isAcknowledged, isRuleDeleted, quiet }: Row): DueRun["alert"] {
  if (alertId === null) return null;
  const reason = QuietReason.safeParse(quiet).data ?? null;
  return { id: alertId, isAcknowledged, isRuleDeleted: isRuleDeleted === true, quiet: reason };
}

function channelOf(row: Row): DueRun["channel"] {
  const { channelId: id, channelName, channelType, channelEnabled, isFailing, isHeld, lastError } = row;
  if (id === null) return null;
  const [name, type, enabled] = [channelName ?? "", channelType ?? "", channelEnabled === true];
  return { id, name, type, enabled, isFailing, isHeld, lastError };
}
