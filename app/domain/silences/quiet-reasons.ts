import { SILENCE_MATCHES } from "./silence-matches";

/** How long an alert keeps those of the rules below it quiet, minutes. */
const FIRES_MINUTES = 10;
/** A transaction can stay pending for weeks; its alert inhibits for this long at most, minutes. */
const FIRES_PENDING_MINUTES = 60;
/** What waits for a digest or for the morning tells nobody now, and is no reason to keep another quiet; minutes. */
const SOON_MINUTES = 2;

const IN_FORCE = "silence.ends_at > now() AND silence.starts_at <= now()";

const SILENCED = `
  SELECT jsonb_build_object('kind', 'silence', 'silenceId', silence.id, 'reason', silence.reason,
                            'endsAt', to_char(silence.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM silences AS silence
  WHERE ${IN_FORCE} AND ${SILENCE_MATCHES}
  ORDER BY silence.ends_at DESC LIMIT 1`;

/** Whether the alert of the rule above is silenced itself, and only waits for its turn to be kept back. */
const IS_PARENT_SILENCED = `EXISTS (
  SELECT FROM silences AS silence, alerts JOIN rules ON rules.id = alerts.rule_id
  WHERE alerts.id = parent.id AND ${IN_FORCE} AND ${SILENCE_MATCHES})`;

/**
 * The rule above fires on the same contract, and somebody was told of it, or of the alert that covers it: what nobody
 * hears of keeps nothing quiet. An acknowledged one goes on inhibiting, for it is being handled.
 */
const INHIBITED = `
  SELECT jsonb_build_object('kind', 'inhibited', 'ruleId', parent_rule.id, 'ruleName', parent_rule.name,
                            'alertId', parent.id)
  FROM alerts AS parent JOIN rules AS parent_rule ON parent_rule.id = parent.rule_id
  WHERE parent.rule_id = ANY (rules.inhibited_by) AND parent.id <> alerts.id
    AND parent.detected_at > now() - interval '${FIRES_PENDING_MINUTES} minutes'
    AND (parent.detected_at > now() - interval '${FIRES_MINUTES} minutes' OR parent.tx_status = 'pending')
    AND parent.network_id = alerts.network_id
    AND coalesce(parent.target, parent.to_address) = coalesce(alerts.target, alerts.to_address)
    AND EXISTS (SELECT FROM deliveries AS told
                WHERE told.alert_id IN (parent.id, parent.covered_by_id) AND told.purpose = 'alert.created'
                  AND (told.state IN ('sending', 'delivered')
                       OR (told.state = 'queued'
                           AND coalesce(told.next_attempt_at, now()) < now() + interval '${SOON_MINUTES} minutes')))
    AND NOT ${IS_PARENT_SILENCED}
  ORDER BY parent.detected_at DESC LIMIT 1`;

/**
 * SQL: why nobody is to be told of an alert now, or NULL: `{kind: "silence", silenceId, reason, endsAt}` or
 * `{kind: "inhibited", ruleId, ruleName, alertId}` as jsonb; see `QuietReason`. Reads the aliases `alerts` and `rules` of
 * the statement around it, which may be absent rows of an outer join. Nothing in it can fail, so that a mistake in a
 * silence never stops a message.
 */
export const QUIET_REASON = `coalesce((${SILENCED}),
  CASE WHEN cardinality(rules.inhibited_by) > 0 THEN (${INHIBITED}) END)`;
