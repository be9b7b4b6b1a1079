import type { Severity } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";
import {
  getMessageFacts,
  MESSAGE_FACTS_COLUMNS,
  MESSAGE_FACTS_JOINS,
  type MessageFacts,
  type MessageFactsRow,
  toMessageFacts,
} from "./get-message-facts.server";

/** What a message about several alerts is made from. */
export interface GroupFacts {
  /** Of the delivery that leads. */
  groupKey: string | null;
  count: number;
  bySeverity: Partial<Record<Severity, number>>;
  from: Date;
  to: Date;
  /** Set when all are of one rule. */
  ruleId: string | null;
  /** The first five, by time of detection. */
  first: MessageFacts[];
  /** The most severe of all, of those the first. */
  head: MessageFacts;
}

const SHOWN = 5;

/** The alerts that a delivery's message tells of, each once. */
const ALERTS = `
WITH told AS (
  SELECT DISTINCT alert_id FROM deliveries WHERE (id = $1 OR grouped_into_id = $1) AND alert_id IS NOT NULL
)`;

const SUMMARY = `${ALERTS}
SELECT severity::text AS severity, count(*)::int AS count, min(detected_at) AS "from", max(detected_at) AS "to",
       array_agg(DISTINCT rule_id::text) AS "ruleIds", (array_agg(alerts.id ORDER BY detected_at, alerts.id))[1] AS "firstId",
       (SELECT group_key FROM deliveries WHERE id = $1) AS "groupKey"
FROM told JOIN alerts ON alerts.id = told.alert_id
-- The enum is declared from critical to info.
GROUP BY severity ORDER BY alerts.severity`;

const FIRST = `${ALERTS}
SELECT ${MESSAGE_FACTS_COLUMNS} FROM told JOIN alerts ON alerts.id = told.alert_id ${MESSAGE_FACTS_JOINS}
ORDER BY alerts.detected_at, alerts.id LIMIT ${SHOWN}`;

interface SummaryRow {
  severity: Severity;
  count: number;
  from: Date;
  to: Date;
  ruleIds: string[];
  firstId: string;
  groupKey: string | null;
}

/** Gathers them as they are now. Null when there are fewer than two alerts to tell of. */
export async function getGroupFacts(ctx: Context, { leaderId }: { leaderId: string }): Promise<GroupFacts | null> {
  const [summary, first] = await Promise.all([
    ctx.sql.query<SummaryRow>({ name: "group-summary", text: SUMMARY, values: [leaderId] }),
    ctx.sql.query<MessageFactsRow>({ name: "group-first", text: FIRST, values: [leaderId] }),
  ]);
  const [worst] = summary.rows;
  const count = summary.rows.reduce((sum, row) => sum + row.count, 0);
  if (worst === undefined || count < 2) return null;
  const shown = first.rows.map((row) => toMessageFacts(ctx, row));
  const ruleIds = new Set(summary.rows.flatMap((row) => row.ruleIds));
  const head = shown.find(({ alert }) => alert.id === worst.firstId);
  return {
    groupKey: worst.groupKey,
    count,
    bySeverity: Object.fromEntries(summary.rows.map((row) => [row.severity, row.count])),
    from: new Date(Math.min(...summary.rows.map((row) => row.from.getTime()))),
    to: new Date(Math.max(...summary.rows.map((row) => row.to.getTime()))),
    ruleId: ruleIds.size === 1 ? ([...ruleIds][0] ?? null) : null,
    first: shown,
    head: head ?? (await getMessageFacts(ctx, { alertId: worst.firstId })),
  };
}
