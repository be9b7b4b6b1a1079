import { createUser } from "~/domain/users/create-user.server";
import type { Context } from "~/platform/context.server";
import { seedChannel } from "../../../prisma/seed/seed-channel";
import { seedNetwork } from "../../../prisma/seed/seed-network";
import { seedRule } from "../../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../../prisma/seed/seed-watchlist-entry";

const NETWORKS = ["mainnet", "base", "arbitrum", "polygon"];
const ENTRIES = 40;
const RULES = 60;
/** Rows of one statement: each is a transaction, so that the feed's positions differ as they do in life. */
const BATCH = 50_000;
/** The alerts lie evenly in so many days. */
const DAYS = 180;

/** Most rules say "medium" or "low", and few of their alerts are critical. */
const SEVERITIES = ["critical", "high", "high", "medium", "medium", "medium", "low", "low", "low", "info"] as const;

/**
 * $1 rules' ids, $2 entries' ids, $3 networks' ids, $4 entries' addresses, $5 severities (one each a rule), $6 the user,
 * $7 and $8 the first and last number, $9 how many there are at all, $10 now. Some rules meet far more than others; two
 * thirds are acknowledged; all but the newest are decided.
 */
const INSERT_ALERTS = `
  INSERT INTO alerts (id, rule_id, watchlist_id, network_id, severity, title, description, tx_hash, from_address,
                      to_address, target, selector, nonce, value, input, call, explanation, first_seen, tx_status,
                      block_number, block_hash, detected_at, confirmed_at, acknowledged_at, acknowledged_by_id, updated_at)
  SELECT
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(random, 1, 3) || '8' || substr(random, 4, 15))::uuid,
    ($1::uuid[])[rule], ($2::uuid[])[entry], ($3::uuid[])[1 + entry % cardinality($3::uuid[])],
    ($5::"Severity"[])[rule],
    'transfer of ' || n % 100000 || ' tokens out of Vault ' || entry,
    'Vault ' || entry || ': transfer(address,uint256) was called by ' || sender || ', which holds the role OPERATOR.',
    '0x' || random || md5(random), sender, ($4::text[])[entry], ($4::text[])[entry], '0xa9059cbb', n, n * 1000000000000,
    '0xa9059cbb' || lpad(substr(sender, 3), 64, '0') || lpad(to_hex(n), 64, '0'),
    jsonb_build_object('selector', '0xa9059cbb', 'signature', 'transfer(address,uint256)', 'name', 'transfer', 'args',
      jsonb_build_array(jsonb_build_object('name', 'to', 'type', 'address', 'value', sender),
                        jsonb_build_object('name', 'amount', 'type', 'uint256', 'value', n::text))),
    jsonb_build_object('kind', 'and', 'label', 'every condition holds', 'result', true, 'children', jsonb_build_array(
      jsonb_build_object('kind', 'comparison', 'label', 'args.amount > 1000', 'result', true, 'children', '[]'::jsonb),
      jsonb_build_object('kind', 'comparison', 'label', 'tx.from not in @operators', 'result', true, 'children', '[]'::jsonb))),
    jsonb_build_array(jsonb_build_object('endpointId', ($3::uuid[])[1], 'atMs', 0)),
    status, CASE WHEN status IN ('confirmed', 'failed') THEN 20000000 + n END,
    CASE WHEN status IN ('confirmed', 'failed') THEN '0x' || md5(random) || random END,
    at, CASE WHEN status IN ('confirmed', 'failed') THEN at + interval '12 seconds' END,
    CASE WHEN is_acknowledged THEN at + interval '90 seconds' END, CASE WHEN is_acknowledged THEN $6::uuid END,
    at + interval '2 minutes'
  FROM (SELECT *, 1 + (rule - 1) % cardinality($2::uuid[]) AS entry FROM (
    SELECT n, md5(n::text) AS random, '0x' || substr(md5((n % 20011)::text) || md5(n % 20011 || 'b'), 1, 40) AS sender,
      1 + floor(power(((n * 7919) % 100003) / 100003.0, 2) * cardinality($1::uuid[]))::int AS rule,
      $10::timestamptz - ($9 - n) * (interval '${DAYS} days' / $9) AS at,
      (CASE WHEN n > $9 - 200 THEN 'pending' WHEN n % 50 = 0 THEN 'dropped' WHEN n % 41 = 0 THEN 'replaced'
            WHEN n % 23 = 0 THEN 'failed' ELSE 'confirmed' END)::"TxStatus" AS status,
      n % 3 > 0 AND n <= $9 - 300 AS is_acknowledged
    FROM generate_series($7::bigint, $8::bigint) AS n
  ) AS numbered) AS made`;

const INSERT_EVENTS = `
  INSERT INTO alert_events (id, alert_id, kind, at)
  SELECT gen_random_uuid(), alerts.id, kinds.kind, alerts.detected_at + kinds.after
  FROM alerts CROSS JOIN (VALUES ('created', interval '0'), ('confirmed', interval '12 seconds')) AS kinds (kind, after)
  WHERE alerts.detected_at > $1 AND alerts.detected_at <= $2 ORDER BY alerts.detected_at + kinds.after`;

/** Low and info alerts are told to nobody. */
const INSERT_DELIVERIES = `
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, state, critical, attempts, created_at, enqueued_at, finished_at)
  SELECT gen_random_uuid(), id, $3, 'alert.created', 'delivered', severity = 'critical', 1, detected_at, detected_at, detected_at
  FROM alerts WHERE detected_at > $1 AND detected_at <= $2 AND severity IN ('critical', 'high', 'medium')`;

const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid = ANY ($1::regclass[]) AND NOT indisunique`;

/** Who asks. */
export const BENCH_USER = { email: "bench@sentinel.test", password: "violet tractor 77 ladders" };

/** Names by which the bench asks for alerts. */
export interface Seeded {
  ruleId: string;
  watchlistId: string;
  network: string;
}

/** Makes `count` alerts with their events and deliveries, statistics and all, as a year of use would leave them. */
export async function seedMillion(
  ctx: Context,
  { count, say }: { count: number; say: (text: string) => void },
): Promise<Seeded> {
  say(`making ${count.toLocaleString("en")} alerts`);
  const stage = await seedStage(ctx);
  const { rows } = await ctx.sql.query<{ name: string; definition: string }>(INDEXES, [
    ["alerts", "alert_events", "deliveries"],
  ]);
  for (const { name } of rows) await ctx.sql.query(`DROP INDEX ${name}`);
  const now = new Date();
  const stepMs = (DAYS * 86_400_000) / count;
  for (let first = 1; first <= count; first += BATCH) {
    const last = Math.min(count, first + BATCH - 1);
    await ctx.sql.query(INSERT_ALERTS, [...stage.values, first, last, count, now]);
    const at = (n: number) => new Date(now.getTime() - (count - n + 0.5) * stepMs);
    await ctx.sql.query(INSERT_EVENTS, [at(first), at(last + 1)]);
    await ctx.sql.query(INSERT_DELIVERIES, [at(first), at(last + 1), stage.channelId]);
    if (last % (BATCH * 4) === 0) say(`  ${last.toLocaleString("en")} alerts`);
  }
  for (const { definition } of rows) await withoutLimit(ctx, definition);
  for (const table of ["alerts", "alert_events", "deliveries"]) await withoutLimit(ctx, `VACUUM ANALYZE ${table}`);
  const seeded = await findSeeded(ctx);
  if (seeded === null) throw new Error("what was just made cannot be found");
  return seeded;
}

/** Past the pool's limit on statements. */
async function withoutLimit(ctx: Context, statement: string): Promise<void> {
  await ctx.db.$executeRawUnsafe(statement);
}

async function seedStage(ctx: Context) {
  const admin = await createUser(ctx, { actor: { userId: null }, ...BENCH_USER, name: "Bench", role: "admin" });
  const networkIds: string[] = [];
  for (const name of NETWORKS) networkIds.push((await seedNetwork(ctx, { name })).id);
  const entries: { id: string; address: string }[] = [];
  for (let at = 0; at < ENTRIES; at += 1) {
    const address = `0x${(at + 1).toString(16).padStart(40, "c")}`;
    const networkId = networkIds[(at + 1) % networkIds.length] ?? "";
    entries.push(await seedWatchlistEntry(ctx, { networkId, name: `Vault ${at + 1}`, address }));
  }
  const rules: string[] = [];
  const severities: string[] = [];
  for (let at = 0; at < RULES; at += 1) {
    const severity = SEVERITIES[at % SEVERITIES.length] ?? "low";
    const watchlistId = entries[at % ENTRIES]?.id ?? "";
    rules.push((await seedRule(ctx, { watchlistId, name: `Rule ${at + 1}`, severity })).id);
    severities.push(severity);
  }
  const channelId = (await seedChannel(ctx, { name: "Ops room", enabled: false })).id;
  const ids = entries.map(({ id }) => id);
  const values = [rules, ids, networkIds, entries.map(({ address }) => address), severities, admin.id];
  return { values, channelId };
}

/** What a seeded database is asked for; null when it is not one. */
export async function findSeeded({ db }: Pick<Context, "db">): Promise<Seeded | null> {
  const rule = await db.rule.findFirst({ where: { name: "Rule 21" }, select: { id: true } });
  const entry = await db.watchlistEntry.findFirst({ where: { name: "Vault 11" }, select: { id: true } });
  if (rule === null || entry === null) return null;
  return { ruleId: rule.id, watchlistId: entry.id, network: NETWORKS[1] ?? "" };
}
