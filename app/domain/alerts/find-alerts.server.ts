import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { ALERT_COLUMNS, ALERT_JOINS } from "./alert-columns";
import { type AlertRow, presentAlert } from "./present-alert";

const FIND = `SELECT ${ALERT_COLUMNS} FROM alerts ${ALERT_JOINS} WHERE alerts.id = ANY ($1::uuid[])`;

/** Those of the alerts that there are, by their ids, in no order. @param ids UUIDs. */
export async function findAlerts(
  ctx: Pick<Context, "sql">,
  { ids }: { ids: readonly string[] },
): Promise<Map<string, Alert>> {
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.sql.query<AlertRow>({ name: "find-alerts", text: FIND, values: [ids] });
  return new Map(rows.map((row) => [row.id, presentAlert(row)]));
}
