/**
 * An alert with everything that `presentAlert` shows, as columns of one statement: the same through the ORM is six
 * statements, one after the other, and was most of the time that a page of alerts took.
 */
export const ALERT_COLUMNS = `
       alerts.id, alerts.rule_id AS "ruleId", alerts.watchlist_id AS "watchlistId", alerts.severity::text AS severity,
       alerts.title, alerts.description, alerts.tx_hash AS "txHash", alerts.from_address AS "fromAddress",
       alerts.to_address AS "toAddress", alerts.value::text AS value, alerts.call, alerts.explanation, alerts.detection,
       alerts.target, alerts.call_path AS "callPath", alerts.event, alerts.uncertain, alerts.outcome,
       alerts.earlier_hashes AS "earlierHashes", alerts.is_replaced AS "isReplaced", alerts.senders,
       alerts.first_seen AS "firstSeen", alerts.tx_status::text AS "txStatus", alerts.block_number AS "blockNumber",
       alerts.replaced_by_hash AS "replacedByHash", alerts.detected_at AS "detectedAt",
       alerts.confirmed_at AS "confirmedAt", alerts.acknowledged_at AS "acknowledgedAt",
       alerts.acknowledged_by_id AS "acknowledgedById", alerts.acknowledged_via AS "acknowledgedVia",
       alerts.covered_by_id AS "coveredById", alerts.occurrences,
       CASE WHEN acknowledger.id IS NULL THEN NULL ELSE json_build_object('name', acknowledger.name) END AS "acknowledgedBy",
       json_build_object('name', networks.name) AS network,
       (SELECT coalesce(json_agg(json_build_object('state', deliveries.state,
                                                   'channel', json_build_object('type', channels.type))), '[]')
        FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
        WHERE deliveries.alert_id = alerts.id AND deliveries.state IN ('delivered', 'suppressed')) AS deliveries`;

/** What the columns need besides `alerts`. */
export const ALERT_JOINS = `
LEFT JOIN networks ON networks.id = alerts.network_id
LEFT JOIN users AS acknowledger ON acknowledger.id = alerts.acknowledged_by_id`;
