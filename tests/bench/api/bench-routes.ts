import { getAlert } from "~/domain/alerts/get-alert.server";
import { listAlerts } from "~/domain/alerts/list-alerts.server";
import { readFeed } from "~/domain/events/read-feed.server";
import { encodeCursor } from "~/domain/pagination";
import { getRule } from "~/domain/rules/get-rule.server";
import { listRules } from "~/domain/rules/list-rules.server";
import type { Context } from "~/platform/context.server";
import type { Seeded } from "./seed-million";

/** A route that is measured: what a client asks for, and the operation behind it. */
export interface BenchRoute {
  name: string;
  path: string;
  /** A page of the interface, which a browser's session asks for. */
  isPage?: boolean;
  /** It looks through every alert: one at a time. */
  isSearch?: boolean;
  operate: () => Promise<unknown>;
}

const LIMIT = 20;
/** The page that a client reaches by following `meta.nextCursor` 9,999 times. */
const DEEP_PAGE = 10_000;

/** What the feed and the API are asked for, on a database of `seedMillion`. */
export async function benchRoutes(ctx: Context, seeded: Seeded): Promise<BenchRoute[]> {
  const { ruleId, watchlistId, network } = seeded;
  const [oldest, sender, deep] = await Promise.all([
    ctx.db.alert.findFirstOrThrow({ orderBy: [{ detectedAt: "desc" }, { id: "desc" }], skip: 5_000 }),
    ctx.db.alert.findFirstOrThrow({ select: { fromAddress: true, txHash: true }, skip: 1_234 }),
    placeOf(ctx, (DEEP_PAGE - 1) * LIMIT),
  ]);
  const from = new Date(oldest.detectedAt.getTime() - 30 * 86_400_000);
  const to = new Date(oldest.detectedAt.getTime() - 2 * 86_400_000);
  type Filter = NonNullable<Parameters<typeof listAlerts>[1]["filter"]>;
  const list = (name: string, filter: Filter, cursor?: string): BenchRoute => ({
    name,
    path: `/v1/alerts?${queryOf({ ...filter, cursor, limit: LIMIT })}`,
    operate: () => listAlerts(ctx, { filter, limit: LIMIT, cursor }),
  });
  return [
    list("alerts: first page", {}),
    list("alerts: page 10,000 by cursor", {}, deep),
    list("alerts: severity=critical", { severity: ["critical"] }),
    list("alerts: severity=high,medium", { severity: ["high", "medium"] }),
    list("alerts: status=acknowledged", { status: ["acknowledged"] }),
    list("alerts: status=confirmed", { status: ["confirmed"] }),
    list("alerts: status=pending", { status: ["pending"] }),
    list("alerts: txStatus=replaced", { txStatus: ["replaced"] }),
    list("alerts: network", { network }),
    list("alerts: ruleId", { ruleId }),
    list("alerts: watchlistId", { watchlistId }),
    list("alerts: address", { address: sender.fromAddress }),
    list("alerts: from, to", { from, to }),
    list("alerts: network, severity, status", { network, severity: ["critical", "high"], status: ["dropped"] }),
    list("alerts: q, a hash", { q: sender.txHash }),
    list("alerts: q, words of many", { q: "out of Vault 2" }),
    { ...list("alerts: q, words of few", { q: "transfer of 4711 tokens" }), isSearch: true },
    { name: "alert", path: `/v1/alerts/${oldest.id}`, operate: () => getAlert(ctx, { id: oldest.id }) },
    { name: "rules", path: "/v1/rules", operate: () => listRules(ctx, { limit: LIMIT }) },
    { name: "rule", path: `/v1/rules/${ruleId}`, operate: () => getRule(ctx, { id: ruleId }) },
    { name: "events", path: "/v1/events", operate: () => readFeed(ctx, { limit: LIMIT }) },
    { name: "feed (page)", path: "/alerts", isPage: true, operate: () => listAlerts(ctx, { limit: 50 }) },
  ];
}

/** The cursor that the list gives with its row of this number. */
async function placeOf(ctx: Context, number: number): Promise<string> {
  const row = await ctx.db.alert.findFirstOrThrow({
    orderBy: [{ detectedAt: "desc" }, { id: "desc" }],
    skip: number - 1,
    select: { detectedAt: true, id: true },
  });
  return encodeCursor({ at: row.detectedAt, id: row.id });
}

function queryOf(values: Record<string, unknown>): string {
  const given = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, value instanceof Date ? value.toISOString() : String(value)]];
  });
  return new URLSearchParams(given).toString();
}
