import type { Severity } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";
import { checkMatchers } from "./check-matchers.server";
import { invalidSilence } from "./invalid-silence";
import { SILENCE_CONCERNS } from "./silence-concerns";
import { SILENCE_MATCHES } from "./silence-matches";
import type { SilencePreview, SilencePreviewInput } from "./silence-preview";

const DAYS = 7;
const MAX_RULES = 20;

/** The matchers as a row of `silences`: the planner puts them in as constants, and so finds the index that fits. */
const GIVEN = `(SELECT $1::uuid AS rule_id, $2::uuid AS watchlist_id, $3::text AS tag, $4::"Severity" AS severity,
                       $5::uuid AS network_id) AS silence`;

const MATCHING = `
  FROM ${GIVEN}, alerts JOIN rules ON rules.id = alerts.rule_id
  WHERE alerts.detected_at > now() - interval '${DAYS} days' AND ${SILENCE_MATCHES}`;

const PER_DAY = `
  SELECT to_char(alerts.detected_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS alerts,
         count(*) FILTER (WHERE alerts.covered_by_id IS NULL)::int AS pages,
         count(*) FILTER (WHERE alerts.severity = 'critical')::int AS critical
  ${MATCHING} GROUP BY 1 ORDER BY 1`;

const SAMPLE = `
  SELECT found.*, networks.name AS network FROM (
    SELECT alerts.id, alerts.title, alerts.severity::text AS severity, alerts.network_id, alerts.detected_at
    ${MATCHING} ORDER BY alerts.detected_at DESC, alerts.id DESC LIMIT 5
  ) AS found JOIN networks ON networks.id = found.network_id ORDER BY found.detected_at DESC, found.id DESC`;

const RULES = `
  SELECT rules.id, rules.name, rules.severity::text AS severity, count(*) OVER ()::int AS total
  FROM ${GIVEN}, rules LEFT JOIN watchlist_entries AS own ON own.id = rules.watchlist_id
  WHERE rules.deleted_at IS NULL AND rules.enabled AND ${SILENCE_CONCERNS}
  ORDER BY rules.name, rules.id LIMIT ${MAX_RULES}`;

interface DayRow {
  day: string;
  alerts: number;
  pages: number;
  critical: number;
}

interface SampleRow {
  id: string;
  title: string;
  severity: Severity;
  network: string;
  detected_at: Date;
}

/**
 * Counts what a silence would hide, by the alerts of the last seven days. Nothing is made.
 *
 * @throws AppError `invalid_input` when it has no matcher, or one that names nothing.
 */
export async function previewSilence(
  ctx: Pick<Context, "db" | "sql">,
  { matchers: given }: SilencePreviewInput,
): Promise<SilencePreview> {
  const found = await checkMatchers(ctx.db, given);
  if ("errors" in found) throw invalidSilence(found.errors);
  const { ruleId, watchlistId, tag, severity, networkId } = found.matchers;
  const values = [ruleId, watchlistId, tag, severity, networkId];
  const [days, sample, rules] = await Promise.all([
    ctx.sql.query<DayRow>(PER_DAY, values),
    ctx.sql.query<SampleRow>(SAMPLE, values),
    ctx.sql.query<{ id: string; name: string; severity: Severity; total: number }>(RULES, values),
  ]);
  const sum = (field: "alerts" | "pages" | "critical") => days.rows.reduce((total, day) => total + day[field], 0);
  const critical = sum("critical");
  const criticalRules = rules.rows.filter((rule) => rule.severity === "critical").length;
  return {
    days: DAYS,
    alerts: sum("alerts"),
    pages: sum("pages"),
    critical,
    alertsPerDay: days.rows.map(({ day, alerts, pages }) => ({ day, alerts, pages })),
    ruleCount: rules.rows[0]?.total ?? 0,
    rules: rules.rows.map(({ id, name, severity: bad }) => ({ id, name, severity: bad })),
    sample: sample.rows.map(({ id, title, severity: bad, network, detected_at }) => {
      return { id, title, severity: bad, network, detectedAt: detected_at.toISOString() };
    }),
    warning: warningOf({ critical, criticalRules, severity }),
  };
}

interface Hidden {
  /** Alerts of the last days. */
  critical: number;
  criticalRules: number;
  severity: Severity | null;
}

function warningOf({ critical, criticalRules, severity }: Hidden): string | null {
  if (critical > 0) {
    const what = critical === 1 ? "1 critical alert" : `${critical.toLocaleString("en")} critical alerts`;
    return `It would have hidden ${what} in the last ${DAYS} days. Nobody is woken by a critical alert that is silenced.`;
  }
  if (criticalRules > 0 || severity === "critical") {
    return "It hides critical alerts: nobody is woken by them while it is in force.";
  }
  return null;
}
