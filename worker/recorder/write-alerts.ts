import type pg from "pg";

import type { AlertDraft } from "./alert-draft";

/** What one flush made. */
export interface WrittenAlerts {
  /** Ids of the alerts that are new. */
  alertIds: string[];
  deliveries: { id: string; critical: boolean }[];
  /** By rule: when the alert was detected that pages, or paged already, for what the rule's cooldown covers. */
  pagedAtMs: ReadonlyMap<string, number>;
}

/**
 * One statement, so that an alert, its timeline and its deliveries appear together or not at all, and a batch costs one
 * round trip (measured ten times quicker than an ORM transaction). Idempotent on rule and intent: what another worker
 * has written already is left alone. What a rule matched that was disabled or deleted meanwhile drops out by the join.
 * Inside a rule's cooldown the alert is stored, covered by the one that paged, whose occurrences rise. Rows are inserted
 * in the order of their key: two workers with the same alerts must not wait for each other in a circle, and of two
 * transactions with one intent the first seen stays.
 */
const WRITE = `
WITH draft AS (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::"Severity"[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::bigint[], $12::numeric[], $13::text[], $14::jsonb[], $15::jsonb[], $16::jsonb[], $17::float8[]
  ) AS t(id, rule_id, watchlist_id, network_id, severity, title, description, tx_hash, from_address,
         to_address, nonce, value, input, call, explanation, first_seen, detected_ms)
), judged AS (
  SELECT draft.*, to_timestamp(draft.detected_ms / 1000) AS detected_at, cover.id AS covered_by_id,
         cover.detected_at AS cover_at
  FROM draft JOIN rules ON rules.id = draft.rule_id AND rules.enabled AND rules.deleted_at IS NULL
  LEFT JOIN LATERAL (
    SELECT paged.id, paged.detected_at FROM alerts AS paged
    WHERE rules.cooldown_seconds > 0 AND paged.rule_id = draft.rule_id AND paged.covered_by_id IS NULL
      AND paged.detected_at > to_timestamp(draft.detected_ms / 1000) - make_interval(secs => rules.cooldown_seconds)
      AND (paged.network_id, paged.from_address, paged.nonce) IS DISTINCT FROM (draft.network_id, draft.from_address, draft.nonce)
    ORDER BY paged.detected_at DESC LIMIT 1
  ) AS cover ON true
), inserted AS (
  INSERT INTO alerts (id, rule_id, watchlist_id, network_id, severity, title, description, tx_hash, from_address,
                      to_address, nonce, value, input, call, explanation, first_seen, detected_at, covered_by_id)
  SELECT id, rule_id,
         -- A rule of a tag or a whole network has no entry of its own; the watched contract it met may have one.
         coalesce(watchlist_id, (SELECT entry.id FROM watchlist_entries AS entry
                                 WHERE entry.network_id = judged.network_id AND entry.address = judged.to_address)),
         network_id, severity, title, description, tx_hash, from_address,
         to_address, nonce, value, input, call, explanation, first_seen, detected_at, covered_by_id
  FROM judged
  ORDER BY rule_id, network_id, from_address, nonce, judged.detected_ms, id
  ON CONFLICT (rule_id, network_id, from_address, nonce) DO NOTHING
  RETURNING id, rule_id, severity, detected_at, covered_by_id
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, data)
  SELECT gen_random_uuid(), id, 'created', detected_at, '{}'::jsonb FROM inserted
  UNION ALL
  SELECT gen_random_uuid(), id, 'not_notified', detected_at,
         jsonb_build_object('reason', 'cooldown', 'coveredBy', covered_by_id)
  FROM inserted WHERE covered_by_id IS NOT NULL
  UNION ALL
  SELECT gen_random_uuid(), covered_by_id, 'repeated', max(detected_at), jsonb_build_object('count', count(*))
  FROM inserted WHERE covered_by_id IS NOT NULL GROUP BY covered_by_id
), repeats AS (
  UPDATE alerts SET occurrences = alerts.occurrences + repeat.times, updated_at = now()
  FROM (SELECT covered_by_id, count(*)::int AS times FROM inserted WHERE covered_by_id IS NOT NULL GROUP BY 1) AS repeat
  WHERE alerts.id = repeat.covered_by_id
), told AS (
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, critical)
  SELECT gen_random_uuid(), inserted.id, channels.id, 'alert.created', inserted.severity = 'critical'
  FROM inserted
  JOIN rules ON rules.id = inserted.rule_id
  JOIN channels ON channels.enabled
    AND (channels.id::text = ANY (rules.channels) OR channels.type::text = ANY (rules.channels))
  WHERE inserted.covered_by_id IS NULL
  RETURNING id, alert_id, critical
)
SELECT judged.rule_id, inserted.id AS alert_id, told.id AS delivery_id, told.critical,
       (extract(epoch FROM coalesce(judged.cover_at, inserted.detected_at)) * 1000)::float8 AS paged_at_ms
FROM judged LEFT JOIN inserted ON inserted.id = judged.id LEFT JOIN told ON told.alert_id = inserted.id`;

interface Row {
  rule_id: string;
  /** Null when it was there already. */
  alert_id: string | null;
  delivery_id: string | null;
  critical: boolean | null;
  paged_at_ms: number | null;
}

/** PostgreSQL's text and jsonb refuse the NUL character, which hostile calldata may decode to. */
const json = (value: unknown) => JSON.stringify(value).replaceAll("\\u0000", "\\ufffd");
const text = (value: string) => value.replaceAll("\u0000", "\ufffd");

/** Writes a batch of alerts. @throws the driver's error when the database is away: nothing was written then. */
export async function writeAlerts(sql: pg.Pool, drafts: AlertDraft[]): Promise<WrittenAlerts> {
  const column = <T>(pick: (draft: AlertDraft) => T) => drafts.map(pick);
  const result = await sql.query<Row>({
    name: "write-alerts",
    text: WRITE,
    values: [
      column((draft) => draft.id),
      column((draft) => draft.ruleId),
      column((draft) => draft.watchlistId),
      column((draft) => draft.networkId),
      column((draft) => draft.severity),
      column((draft) => text(draft.title)),
      column((draft) => text(draft.description)),
      column((draft) => draft.txHash),
      column((draft) => draft.from),
      column((draft) => draft.to),
      column((draft) => draft.nonce.toString()),
      column((draft) => draft.value.toString()),
      column((draft) => draft.input),
      column((draft) => json(draft.call)),
      column((draft) => json(draft.explanation)),
      column((draft) => json(draft.firstSeen)),
      column((draft) => draft.detectedAtMs),
    ],
  });

  const alertIds = [...new Set(result.rows.flatMap((row) => row.alert_id ?? []))];
  const pagedAtMs = new Map<string, number>();
  for (const { rule_id, paged_at_ms } of result.rows) if (paged_at_ms !== null) pagedAtMs.set(rule_id, paged_at_ms);
  const deliveries = result.rows.flatMap(({ delivery_id, critical }) =>
    delivery_id === null ? [] : [{ id: delivery_id, critical: critical === true }],
  );
  return { alertIds, deliveries, pagedAtMs };
}
