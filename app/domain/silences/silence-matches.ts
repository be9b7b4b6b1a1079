/**
 * SQL: whether an alert is one that a silence is about: all of its matchers that are set hold. Reads the aliases
 * `silence`, `alerts` and `rules`; whether the silence is in force is not asked.
 */
export const SILENCE_MATCHES = `(
  (silence.rule_id IS NULL OR silence.rule_id = alerts.rule_id)
  AND (silence.watchlist_id IS NULL OR silence.watchlist_id = alerts.watchlist_id)
  AND (silence.severity IS NULL OR silence.severity = alerts.severity)
  AND (silence.network_id IS NULL OR silence.network_id = alerts.network_id)
  AND (silence.tag IS NULL OR silence.tag = rules.tag OR EXISTS (
    SELECT FROM watchlist_entries AS tagged
    WHERE tagged.id = alerts.watchlist_id AND silence.tag = ANY (tagged.tags)))
  AND num_nonnulls(silence.rule_id, silence.watchlist_id, silence.severity, silence.network_id, silence.tag) > 0)`;
