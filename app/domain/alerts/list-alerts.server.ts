import { type Cursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Alert } from "./alert";
import { ALERT_COLUMNS, ALERT_JOINS } from "./alert-columns";
import { type AlertConditions, alertConditions } from "./alert-conditions";
import type { AlertFilter } from "./alert-filter";
import { countAlerts } from "./count-alerts.server";
import { type AlertRow, presentAlert } from "./present-alert";
import { searchAlerts } from "./search-alerts.server";

/** Newest first. */
const ORDER = "detected_at DESC, id DESC";

/**
 * Alerts, newest first. `total` as `countAlerts` has it.
 *
 * @throws AppError `invalid_input` for an address or a cursor that is not one; see `searchAlerts` for words.
 */
export async function listAlerts(
  ctx: Pick<Context, "db" | "sql" | "log">,
  { filter = {}, ...request }: PageRequest & { filter?: AlertFilter },
): Promise<Page<Alert>> {
  const { network, ...rest } = filter;
  const networkId = network === undefined ? undefined : await findId(ctx, network);
  if (networkId === null) return { data: [], total: 0, nextCursor: null };
  const conditions = alertConditions({ ...rest, networkId });
  const page = await paginate<AlertRow>(request, {
    count: () => countAlerts(ctx, conditions),
    find: (part) => find(ctx, conditions, part),
    cursorOf: (row) => ({ at: row.detectedAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentAlert) };
}

/**
 * In two steps, so that what the filter leaves out is seen in an index alone and a whole row read only for what is
 * answered. The first bound of a cursor lets a deep page begin at its place in the index.
 */
async function find(
  { db, sql }: Pick<Context, "db" | "sql">,
  { text, values, isSlow }: AlertConditions,
  { take, skip, after }: { take: number; skip: number; after: Cursor | null },
): Promise<AlertRow[]> {
  const bound = [...values];
  const bind = (value: unknown) => `$${bound.push(value)}`;
  const [at, id] = after === null ? ["", ""] : [`${bind(after.at)}::timestamptz`, `${bind(after.id)}::uuid`];
  const place =
    after === null
      ? ""
      : `AND alerts.detected_at <= ${at} AND (alerts.detected_at < ${at} OR (alerts.detected_at = ${at} AND alerts.id < ${id}))`;
  const statement = `
WITH part AS (
  SELECT id, detected_at FROM alerts WHERE ${text} ${place}
  ORDER BY ${ORDER} LIMIT ${bind(take)}::int OFFSET ${bind(skip)}::int
)
SELECT ${ALERT_COLUMNS} FROM part JOIN alerts ON alerts.id = part.id ${ALERT_JOINS}
ORDER BY part.detected_at DESC, part.id DESC`;
  if (isSlow) return searchAlerts<AlertRow>({ db }, { text: statement, values: bound });
  return (await sql.query<AlertRow>(statement, bound)).rows;
}

async function findId({ sql }: Pick<Context, "sql">, name: string): Promise<string | null> {
  const find = { name: "find-network-id", text: "SELECT id FROM networks WHERE name = $1", values: [name] };
  return (await sql.query<{ id: string }>(find)).rows[0]?.id ?? null;
}
