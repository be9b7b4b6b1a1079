/** SQL: a rule watches a contract. Reads the aliases `rules` and `watched`. */
const WATCHES = `(rules.watchlist_id = watched.id OR rules.tag = ANY (watched.tags) OR rules.network_id = watched.network_id
  OR EXISTS (SELECT FROM address_list_entries AS listed
             WHERE listed.list_id = rules.address_list_id AND listed.address = watched.address))`;

/**
 * SQL: whether a silence may keep alerts of a rule quiet, some or all. Reads the aliases `silence`, `rules`, and `own`,
 * the rule's own watched contract (outer join of `watchlist_entries`).
 */
export const SILENCE_CONCERNS = `(
  (silence.rule_id IS NULL OR silence.rule_id = rules.id)
  AND (silence.severity IS NULL OR silence.severity = rules.severity)
  AND CASE WHEN silence.watchlist_id IS NULL AND silence.tag IS NULL
    THEN silence.network_id IS NULL OR silence.network_id = coalesce(rules.network_id, own.network_id, silence.network_id)
    ELSE (silence.watchlist_id IS NULL AND rules.tag = silence.tag) OR EXISTS (
      SELECT FROM watchlist_entries AS watched
      WHERE (silence.watchlist_id IS NULL OR watched.id = silence.watchlist_id)
        AND (silence.tag IS NULL OR silence.tag = ANY (watched.tags) OR rules.tag = silence.tag)
        AND (silence.network_id IS NULL OR watched.network_id = silence.network_id) AND ${WATCHES})
    END
  AND num_nonnulls(silence.rule_id, silence.watchlist_id, silence.severity, silence.network_id, silence.tag) > 0)`;

/** SQL: whether it keeps all of them quiet. Reads the same aliases. */
export const SILENCE_COVERS = `(
  (silence.watchlist_id IS NULL OR silence.watchlist_id = rules.watchlist_id)
  AND (silence.tag IS NULL OR silence.tag = rules.tag OR coalesce(silence.tag = ANY (own.tags), false))
  AND (silence.network_id IS NULL OR silence.network_id = coalesce(rules.network_id, own.network_id)))`;
