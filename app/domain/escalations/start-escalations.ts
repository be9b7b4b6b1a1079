/**
 * A part of the statement that writes alerts: given the CTE `made` (rule_id, alert_id, severity, covered_by_id,
 * is_first_of_kind) it starts the policy of each alert that pages: its rule's, else its severity's. A policy that is
 * switched off counts as none, so that an alert of a rule which names it is still told on by its severity's. The first
 * step is due at once; `worker/escalations` takes it.
 */
export const START_ESCALATIONS = `escalating AS (
  INSERT INTO escalations (id, policy_id, alert_id, next_at)
  SELECT gen_random_uuid(), policy.id, made.alert_id, now()
  FROM made JOIN rules AS escalated_rule ON escalated_rule.id = made.rule_id
  JOIN LATERAL (
    SELECT id FROM escalation_policies
    WHERE enabled AND (id = escalated_rule.escalation_policy_id OR made.severity = ANY (severities))
    ORDER BY id IS NOT DISTINCT FROM escalated_rule.escalation_policy_id DESC, created_at, id LIMIT 1
  ) AS policy ON true
  WHERE made.covered_by_id IS NULL OR made.is_first_of_kind
  ON CONFLICT (alert_id) DO NOTHING
)`;
