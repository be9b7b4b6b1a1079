import { AcknowledgedVia } from "~/domain/alerts/acknowledged-via";
import type { Alert } from "~/domain/alerts/alert";
import { ALERT_COLUMNS, ALERT_JOINS } from "~/domain/alerts/alert-columns";
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
export const MESSAGE_FACTS_COLUMNS = `${ALERT_COLUMNS},
       alerts.acknowledged_note AS "acknowledgedNote", networks.explorer_url AS "explorerUrl",
       rules.name AS "ruleName", rules.runbook_url AS "runbookUrl", watchlist_entries.name AS "contractName"`;

/** What is told besides the alert itself. */
export const MESSAGE_FACTS_JOINS = `${ALERT_JOINS}
LEFT JOIN rules ON rules.id = alerts.rule_id
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
