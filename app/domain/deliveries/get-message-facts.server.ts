import { AcknowledgedVia } from "~/domain/alerts/acknowledged-via";
import type { Alert } from "~/domain/alerts/alert";
import { type AlertRow, presentAlert } from "~/domain/alerts/present-alert";
import { AppError } from "~/domain/errors";
import type { Acknowledgement } from "~/domain/messages/outgoing-message";
import type { Context } from "~/platform/context.server";

/** What a message about an alert is made from. */
export interface MessageFacts {
  alert: Alert;
  links: { alertUrl: string; explorerUrl: string | null };
  networkLabel: string;
  ruleName: string | null;
  contractName: string | null;
  runbookUrl: string | null;
  /** Null while nobody has acknowledged the alert. */
  acknowledged: Acknowledgement | null;
}

/** What `MESSAGE_FACTS_COLUMNS` reads. */
export type MessageFactsRow = AlertRow & {
  explorerUrl: string | null;
  ruleName: string;
  runbookUrl: string | null;
  contractName: string | null;
  acknowledgedNote: string | null;
};

/** Columns of `alerts` joined with what `MESSAGE_FACTS_JOINS` names. */
export const MESSAGE_FACTS_COLUMNS = `
       alerts.id, alerts.rule_id AS "ruleId", alerts.watchlist_id AS "watchlistId", alerts.severity::text AS severity,
       alerts.title, alerts.description, alerts.tx_hash AS "txHash", alerts.from_address AS "fromAddress",
       alerts.to_address AS "toAddress", alerts.value::text AS value, alerts.call, alerts.explanation, alerts.detection,
       alerts.target, alerts.call_path AS "callPath", alerts.event, alerts.uncertain, alerts.outcome,
       alerts.earlier_hashes AS "earlierHashes", alerts.is_replaced AS "isReplaced", alerts.senders,
       alerts.first_seen AS "firstSeen", alerts.tx_status::text AS "txStatus", alerts.block_number AS "blockNumber",
       alerts.replaced_by_hash AS "replacedByHash", alerts.detected_at AS "detectedAt",
       alerts.confirmed_at AS "confirmedAt", alerts.acknowledged_at AS "acknowledgedAt",
       alerts.acknowledged_by_id AS "acknowledgedById", alerts.acknowledged_via AS "acknowledgedVia",
       alerts.acknowledged_note AS "acknowledgedNote", alerts.covered_by_id AS "coveredById", alerts.occurrences,
       CASE WHEN acknowledger.id IS NULL THEN NULL ELSE json_build_object('name', acknowledger.name) END AS "acknowledgedBy",
       json_build_object('name', networks.name) AS network, networks.explorer_url AS "explorerUrl",
       rules.name AS "ruleName", rules.runbook_url AS "runbookUrl", watchlist_entries.name AS "contractName",
       (SELECT coalesce(json_agg(json_build_object('state', deliveries.state,
                                                   'channel', json_build_object('type', channels.type))), '[]')
        FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
        WHERE deliveries.alert_id = alerts.id AND deliveries.state IN ('delivered', 'suppressed')) AS deliveries`;

/** What is told besides the alert itself. */
export const MESSAGE_FACTS_JOINS = `
LEFT JOIN networks ON networks.id = alerts.network_id
LEFT JOIN rules ON rules.id = alerts.rule_id
LEFT JOIN users AS acknowledger ON acknowledger.id = alerts.acknowledged_by_id
LEFT JOIN watchlist_entries ON watchlist_entries.id = alerts.watchlist_id`;

/** One statement on the way to every message: the same through the ORM is seven, and was most of the delay. */
const FACTS = `SELECT ${MESSAGE_FACTS_COLUMNS} FROM alerts ${MESSAGE_FACTS_JOINS} WHERE alerts.id = $1`;

/** Gathers them. @throws AppError `not_found` when there is no such alert. */
export async function getMessageFacts(ctx: Context, { alertId }: { alertId: string }): Promise<MessageFacts> {
  const found = await ctx.sql.query<MessageFactsRow>({ name: "get-message-facts", text: FACTS, values: [alertId] });
  const row = found.rows[0];
  if (row === undefined) throw new AppError("not_found", "There is no alert with this id.");
  return toMessageFacts(ctx, row);
}

/** The facts of a row that was read already. */
export function toMessageFacts(ctx: Pick<Context, "env">, row: MessageFactsRow): MessageFacts {
  const { explorerUrl, ruleName, runbookUrl, contractName } = row;
  return {
    alert: presentAlert(row),
    links: {
      alertUrl: `${ctx.env.PUBLIC_URL}/alerts/${row.id}`,
      explorerUrl: explorerUrl === null ? null : `${explorerUrl}/tx/${row.txHash}`,
    },
    networkLabel: row.network.name,
    ruleName,
    contractName,
    runbookUrl,
    acknowledged: acknowledgementOf(row),
  };
}

function acknowledgementOf({ acknowledgedAt, ...row }: MessageFactsRow): Acknowledgement | null {
  if (acknowledgedAt === null) return null;
  const via = row.acknowledgedVia === null ? null : AcknowledgedVia.parse(row.acknowledgedVia);
  const by = row.acknowledgedBy?.name ?? (via?.kind === "telegram" ? via.label : null);
  const how = via === null ? null : via.kind === "telegram" ? "Telegram" : `a link sent to ${via.label}`;
  return { by, via: how, at: acknowledgedAt.toISOString(), note: row.acknowledgedNote };
}
