import type { Context } from "~/platform/context.server";
import type { AlertConditions } from "./alert-conditions";
import { searchAlerts } from "./search-alerts.server";

/** Up to here a count costs little and is made each time. */
const FEW_ALERTS = 10_000;
/** A larger count is taken to be right for so long, ms… */
const FRESH_MS = 5_000;
/** …and for so long is still answered while it is made anew beside the request, ms. */
const USABLE_MS = 60_000;
/** Few alerts among very many may take long to count: then the count is kept for so many times as long as it took. */
const SLOW_MS = 50;
const SLOW_KEPT_TIMES = 20;
/** Filters that are remembered at most. */
const MAX_KNOWN = 500;

interface Known {
  total: number;
  atMs: number;
  freshMs: number;
  usableMs: number;
  isRefreshing: boolean;
}

interface Counted {
  total: number;
}

/** As long as the context they belong to. */
const knownOf = new WeakMap<Context["db"], Map<string, Known>>();

/**
 * How many alerts a filter has: exactly. Beyond 10,000 it may be what there was 5 seconds ago, or up to a minute ago for
 * who asks first after a pause: counting a million takes longer than the page that shows it.
 */
export async function countAlerts(ctx: Pick<Context, "db" | "log">, conditions: AlertConditions): Promise<number> {
  const known = knownOf.get(ctx.db) ?? new Map<string, Known>();
  knownOf.set(ctx.db, known);
  const key = JSON.stringify([conditions.text, conditions.values]);
  const last = known.get(key);
  const ageMs = last === undefined ? Number.POSITIVE_INFINITY : performance.now() - last.atMs;
  if (last === undefined || ageMs > last.usableMs) return count(ctx, conditions, { known, key });
  if (ageMs > last.freshMs && !last.isRefreshing) {
    last.isRefreshing = true;
    count(ctx, conditions, { known, key })
      .catch((error: unknown) => ctx.log.warn({ err: error }, "alerts could not be counted anew"))
      .finally(() => {
        last.isRefreshing = false;
      });
  }
  return last.total;
}

async function count(
  { db }: Pick<Context, "db">,
  { text, values, isSlow }: AlertConditions,
  { known, key }: { known: Map<string, Known>; key: string },
): Promise<number> {
  const startedAtMs = performance.now();
  const statement = `SELECT count(*)::int AS total FROM alerts WHERE ${text}`;
  const rows = isSlow
    ? await searchAlerts<Counted>({ db }, { text: statement, values })
    : await db.$queryRawUnsafe<Counted[]>(statement, ...values);
  const total = rows[0]?.total ?? 0;
  const atMs = performance.now();
  const tookMs = atMs - startedAtMs;
  known.delete(key);
  const isMany = total > FEW_ALERTS;
  if (isMany || (tookMs > SLOW_MS && (await areMany(db)))) {
    const freshMs = isMany ? FRESH_MS : Math.min(FRESH_MS, tookMs * SLOW_KEPT_TIMES);
    const usableMs = isMany ? USABLE_MS : freshMs;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, { total, atMs: startedAtMs, freshMs, usableMs, isRefreshing: false });
  }
  return total;
}

/** Whether slowness has its reason in the table, and not in a machine that is busy with something else. */
async function areMany(db: Context["db"]): Promise<boolean> {
  const rows = await db.$queryRaw<{ estimate: number }[]>`
    SELECT reltuples::float8 AS estimate FROM pg_class WHERE oid = to_regclass('alerts')`;
  return (rows[0]?.estimate ?? 0) > 10 * FEW_ALERTS;
}
