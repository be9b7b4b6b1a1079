import { deliveryEvents } from "~/domain/deliveries/delivery-events";
import { START_ESCALATIONS } from "~/domain/escalations/start-escalations";

/** A condition that can't be evaluated pages at most this often for a rule. */
export const UNCERTAIN_QUIET_SECONDS = 3_600;

/** How long a page of `alias` keeps others quiet, seconds. */
const quiet = (uncertain: string) =>
  `(CASE WHEN ${uncertain} IS NULL THEN rules.cooldown_seconds ELSE greatest(rules.cooldown_seconds, ${UNCERTAIN_QUIET_SECONDS}) END)`;

/** Whether the cover, or what it covers, has something in common with the draft. */
const isKnown = (column: string) => `EXISTS (
      SELECT 1 FROM alerts AS seen WHERE seen.rule_id = draft.rule_id AND seen.detected_at >= cover.detected_at
      AND (seen.id = cover.id OR seen.covered_by_id = cover.id) AND seen.${column} IS NOT DISTINCT FROM draft.${column})`;

/**
 * What becomes one message on a channel, and when: low and info alerts of a channel with a digest, at its next boundary;
 * alerts of one rule within its `groupWaitSeconds`, for which 0 (critical) or 30 s is taken where the rule says nothing.
 * PagerDuty has an incident for each alert, and machines get each by itself unless the rule says otherwise.
 */
const GROUPING = `
  SELECT CASE WHEN digest_s IS NOT NULL THEN 'digest' WHEN wait_s > 0 THEN 'rule:' || made.rule_id END AS key,
         CASE WHEN digest_s IS NOT NULL
              THEN to_timestamp((floor(extract(epoch FROM now()) / digest_s) + 1) * digest_s)
              WHEN wait_s > 0 THEN now() + make_interval(secs => wait_s) END AS due_at
  FROM (SELECT
    CASE WHEN channels.type <> 'pagerduty' AND made.severity IN ('low', 'info') THEN channels.digest_minutes * 60
         END AS digest_s,
    CASE WHEN channels.type = 'pagerduty' THEN 0
         ELSE coalesce(made.group_wait_seconds,
                       CASE WHEN made.severity = 'critical' OR channels.type = 'webhook' THEN 0 ELSE 30 END) END AS wait_s
  ) AS waits`;

/** Whether a channel is one of those that the rule names. */
const IS_NAMED = (alias: string) =>
  `(${alias}.id::text = ANY (made.channels) OR ${alias}.type::text = ANY (made.channels))`;

/**
 * One statement, so that an alert, its timeline and its deliveries appear together or not at all, and a batch costs one
 * round trip (measured ten times quicker than an ORM transaction). Idempotent on rule and intent: what another worker
 * has written already is left alone. What a rule matched that was disabled or deleted meanwhile drops out by the join;
 * so does what was found under a lease that another worker holds by now.
 *
 * Inside a rule's cooldown the alert is stored, covered by the one that paged; who counts the repeats is the caller
 * (`count-repeats.ts`). A draft that doesn't know its cover is compared with what the cover has covered already, so that
 * after a restart too the first of a kind pages. A certain match is never covered by an uncertain one's page.
 *
 * A sender may give another transaction to an intent whose alert nobody was told of: what would page by itself takes that
 * alert over then (`taken`), for a harmless one sent first would otherwise hide it. The same where a covered alert that
 * could not be evaluated turns out to be certain.
 *
 * Where every channel that the rule names has been deleted or switched off, the fallback channel is told: nobody chose
 * that nobody hears of it. A rule that names none is one that nobody is to be told of.
 *
 * Rows are inserted in the order of their key: two workers with the same alerts must not wait for each other in a
 * circle, and of two transactions with one intent the first seen stays.
 */
export const WRITE_ALERTS = `
WITH draft AS (
  SELECT t.*, to_timestamp(t.detected_ms / 1000) AS detected_at FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::"Severity"[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::bigint[], $13::numeric[], $14::text[], $15::jsonb[], $16::jsonb[], $17::jsonb[],
    $18::float8[], $19::text[], $20::text[], $21::text[], $22::jsonb[], $23::jsonb[], $24::text[], $25::jsonb[],
    $26::"TxStatus"[], $27::bigint[], $28::text[], $29::float8[], $30::int[], $31::int[], $32::text[], $33::uuid[],
    $34::bool[]
  ) AS t(id, rule_id, watchlist_id, network_id, lease_token, severity, title, description, tx_hash,
         from_address, to_address, nonce, value, input, call, explanation, first_seen,
         detected_ms, detection, target, selector, call_path, event, uncertain, outcome,
         tx_status, block_number, block_hash, block_ms, occurrences, senders, group_key, cover_id,
         pages)
), judged AS (
  SELECT draft.*, cover.id AS covered_by_id, rules.channels, rules.group_wait_seconds,
         coalesce(cover.quiet_until, draft.detected_at + make_interval(secs => ${quiet("draft.uncertain")})) AS quiet_until,
         draft.pages OR (draft.cover_id IS NULL AND cover.id IS NOT NULL AND draft.uncertain IS NULL AND NOT (
           ${isKnown("from_address")} AND ${isKnown("selector")} AND ${isKnown("target")})) AS is_first_of_kind
  FROM draft
  JOIN rules ON rules.id = draft.rule_id AND rules.enabled AND rules.deleted_at IS NULL
  LEFT JOIN network_leases AS lease ON lease.network_id = draft.network_id AND lease.token = draft.lease_token
  LEFT JOIN LATERAL (
    (SELECT known.id, known.detected_at, NULL::timestamptz AS quiet_until FROM alerts AS known WHERE known.id = draft.cover_id)
    UNION ALL
    (SELECT paged.id, paged.detected_at, paged.detected_at + make_interval(secs => ${quiet("paged.uncertain")})
     FROM alerts AS paged
     WHERE draft.cover_id IS NULL AND (rules.cooldown_seconds > 0 OR draft.uncertain IS NOT NULL)
       AND paged.rule_id = draft.rule_id AND paged.covered_by_id IS NULL
       AND (paged.uncertain IS NULL OR draft.uncertain IS NOT NULL)
       AND paged.detected_at > draft.detected_at - make_interval(secs => ${quiet("draft.uncertain")})
       AND paged.detected_at > draft.detected_at - make_interval(secs => ${quiet("paged.uncertain")})
       AND (paged.network_id, paged.from_address, paged.nonce) IS DISTINCT FROM (draft.network_id, draft.from_address, draft.nonce)
     ORDER BY paged.detected_at DESC LIMIT 1)
  ) AS cover ON true
  WHERE draft.lease_token IS NULL OR lease.token IS NOT NULL
), inserted AS (
  INSERT INTO alerts (id, rule_id, watchlist_id, network_id, severity, title, description, tx_hash, from_address,
                      to_address, nonce, value, input, call, explanation, first_seen, detected_at, detection, target,
                      selector, call_path, event, uncertain, outcome, tx_status, block_number, block_hash, confirmed_at,
                      occurrences, senders, covered_by_id)
  SELECT id, rule_id,
         -- A rule of a tag or a whole network has no entry of its own; the watched contract it met may have one.
         coalesce(watchlist_id, (SELECT entry.id FROM watchlist_entries AS entry
                                 WHERE entry.network_id = judged.network_id
                                   AND entry.address IN (judged.target, judged.to_address)
                                 ORDER BY entry.address = judged.target DESC LIMIT 1)),
         network_id, severity, title,
         CASE WHEN is_first_of_kind AND NOT pages
              THEN description || ' First of its kind during the quiet time of an alert before.' ELSE description END,
         tx_hash, from_address, to_address, nonce, value, input, call, explanation, first_seen, detected_at, detection,
         target, selector, call_path, event, uncertain, outcome, tx_status, block_number, block_hash,
         to_timestamp(block_ms / 1000), occurrences, senders, covered_by_id
  FROM judged
  ORDER BY rule_id, network_id, from_address, nonce, judged.detected_ms, id
  ON CONFLICT (rule_id, network_id, from_address, nonce) DO NOTHING
  RETURNING id
), taken AS (
  UPDATE alerts SET title = judged.title, description = judged.description, tx_hash = judged.tx_hash,
         to_address = judged.to_address, value = judged.value, input = judged.input, call = judged.call,
         explanation = judged.explanation, first_seen = judged.first_seen, detection = judged.detection,
         target = judged.target, selector = judged.selector, call_path = judged.call_path, event = judged.event,
         uncertain = judged.uncertain, outcome = judged.outcome, tx_status = judged.tx_status,
         block_number = judged.block_number, block_hash = judged.block_hash,
         confirmed_at = to_timestamp(judged.block_ms / 1000), covered_by_id = judged.covered_by_id,
         is_replaced = alerts.is_replaced OR alerts.tx_hash <> judged.tx_hash, replaced_by_hash = NULL, updated_at = now()
  FROM judged
  WHERE alerts.rule_id = judged.rule_id AND alerts.network_id = judged.network_id
    AND alerts.from_address = judged.from_address AND alerts.nonce = judged.nonce
    AND alerts.covered_by_id IS NOT NULL AND NOT EXISTS (SELECT FROM deliveries WHERE deliveries.alert_id = alerts.id)
    AND (judged.covered_by_id IS NULL OR judged.is_first_of_kind)
    AND (alerts.tx_hash <> judged.tx_hash OR (alerts.uncertain IS NOT NULL AND judged.uncertain IS NULL))
    AND (judged.block_number IS NOT NULL OR alerts.tx_status IN ('pending', 'dropped'))
  RETURNING alerts.id, judged.id AS draft_id
), made AS (
  SELECT judged.*, inserted.id AS alert_id FROM judged JOIN inserted ON inserted.id = judged.id
  UNION ALL
  SELECT judged.*, taken.id AS alert_id FROM judged JOIN taken ON taken.draft_id = judged.id
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, data)
  SELECT gen_random_uuid(), alert_id, 'created', detected_at,
         CASE WHEN is_first_of_kind THEN jsonb_build_object('firstOfKind', true, 'coveredBy', covered_by_id)
              ELSE '{}'::jsonb END
  FROM made
  UNION ALL
  SELECT gen_random_uuid(), alert_id, 'not_notified', detected_at,
         jsonb_build_object('reason', CASE WHEN uncertain IS NULL THEN 'cooldown' ELSE 'uncertain' END,
                            'coveredBy', covered_by_id)
  FROM made WHERE covered_by_id IS NOT NULL AND NOT is_first_of_kind
  UNION ALL
  SELECT gen_random_uuid(), alert_id, tx_status::text, to_timestamp(block_ms / 1000),
         jsonb_build_object('blockNumber', block_number, 'blockHash', block_hash, 'hash', tx_hash,
                            'isCancellation', false)
  FROM made WHERE block_number IS NOT NULL
  RETURNING alert_id
), consumed AS (
  -- Marked rather than deleted, so that the same transaction seen again is not counted again.
  UPDATE threshold_hits AS hit SET group_key = '!' || hit.group_key
  FROM judged
  WHERE judged.group_key IS NOT NULL AND hit.rule_id = judged.rule_id AND hit.group_key = judged.group_key
    AND hit.at <= judged.detected_at
), told AS (
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, critical, state, group_key, next_attempt_at)
  SELECT gen_random_uuid(), made.alert_id, channels.id, 'alert.created', made.severity = 'critical',
         -- Sentinel has switched it off: it is told when somebody switches it on again.
         (CASE WHEN channels.enabled THEN 'queued' ELSE 'held' END)::"DeliveryState",
         grouping.key, CASE WHEN channels.enabled THEN grouping.due_at END
  FROM made
  JOIN channels ON (channels.enabled OR channels.held_since IS NOT NULL) AND (${IS_NAMED("channels")}
    OR (channels.is_fallback AND channels.enabled AND cardinality(made.channels) > 0 AND NOT EXISTS (
      SELECT FROM channels AS own WHERE (own.enabled OR own.held_since IS NOT NULL) AND ${IS_NAMED("own")})))
  CROSS JOIN LATERAL (${GROUPING}) AS grouping
  WHERE made.covered_by_id IS NULL OR made.is_first_of_kind
  RETURNING id, alert_id, critical, channel_id, group_key, state,
            (extract(epoch FROM next_attempt_at - now()) * 1000)::float8 AS in_ms
), held_events AS (${deliveryEvents("told", { state: "'held'", reason: "'channel_off'" })} AND told.state = 'held'
  -- The alert itself comes first: PostgreSQL runs what nobody reads in an order of its own.
  AND (SELECT count(*) FROM timeline) >= 0
), ${START_ESCALATIONS}
SELECT draft.id, coalesce(inserted.id, taken.id) AS alert_id,
       draft.lease_token IS NOT NULL AND lease.token IS NULL AS is_fenced,
       judged.covered_by_id, (extract(epoch FROM judged.quiet_until) * 1000)::float8 AS quiet_until_ms,
       told.id AS delivery_id, told.critical, told.channel_id, told.group_key, told.in_ms, told.state = 'held' AS is_held
FROM draft
LEFT JOIN network_leases AS lease ON lease.network_id = draft.network_id AND lease.token = draft.lease_token
LEFT JOIN judged ON judged.id = draft.id
LEFT JOIN inserted ON inserted.id = draft.id
LEFT JOIN taken ON taken.draft_id = draft.id
LEFT JOIN told ON told.alert_id = coalesce(inserted.id, taken.id)`;
