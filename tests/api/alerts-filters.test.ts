import { afterAll, beforeAll, expect, test } from "vitest";

import type { AlertFilter } from "~/domain/alerts/alert-filter";
import { listAlerts } from "~/domain/alerts/list-alerts.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedAlerts } from "../../prisma/seed/seed-alerts";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
const TX_STATUSES = ["pending", "confirmed", "failed", "replaced", "dropped"] as const;
const NETWORKS = ["one", "two"];
const COUNT = 240;
const START = Date.UTC(2026, 0, 1);

let database: TestDatabase;
let ctx: ReturnType<typeof createTestContext>;
const rules: { id: string; networkId: string; network: string; watchlistId: string }[] = [];

/** What is stored of number `n`, so that the same can be asked of it here. */
const factsOf = (n: number) => {
  const rule = rules[n % rules.length];
  if (rule === undefined) throw new Error("no rule");
  return {
    ...rule,
    severity: SEVERITIES[n % 5] ?? "low",
    txStatus: TX_STATUSES[(n * 3) % 5] ?? "pending",
    acknowledged: n % 4 === 0,
    // Some at the same moment: the order among them is that of their ids.
    detectedAt: new Date(START + Math.floor(n / 3) * 1_000),
    title: n % 10 === 0 ? `100%_sure number ${n}` : `Number ${n}`,
    fromAddress: `0x${String(n % 7).repeat(40)}`,
    toAddress: `0x${String((n % 3) + 7).repeat(40)}`,
  };
};

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
  for (const network of NETWORKS) {
    const { id: networkId } = await seedNetwork(ctx, { name: network });
    const { id: watchlistId } = await seedWatchlistEntry(ctx, { networkId });
    for (let made = 0; made < 2; made += 1) {
      rules.push({ id: (await seedRule(ctx, { watchlistId })).id, networkId, network, watchlistId });
    }
  }
  for (let n = 0; n < COUNT; n += 1) {
    const { id: ruleId, network: _, acknowledged, ...facts } = factsOf(n);
    await seedAlert(ctx, { ruleId, nonce: BigInt(n), acknowledgedAt: acknowledged ? new Date() : null, ...facts });
  }
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

/** The filter's meaning, written down a second time. */
function isMeant(n: number, filter: AlertFilter): boolean {
  const facts = factsOf(n);
  const status = facts.acknowledged
    ? "acknowledged"
    : (
        {
          pending: "pending",
          confirmed: "confirmed",
          failed: "confirmed",
          replaced: "dropped",
          dropped: "dropped",
        } as const
      )[facts.txStatus];
  const { ruleId, watchlistId, network, severity, txStatus, from, to, q, address } = filter;
  const words = `${facts.title}\nrenounceOwnership() was called on Treasury Vault.`.toLowerCase();
  return (
    (ruleId === undefined || facts.id === ruleId) &&
    (watchlistId === undefined || facts.watchlistId === watchlistId) &&
    (network === undefined || facts.network === network) &&
    (severity === undefined || severity.includes(facts.severity)) &&
    (filter.status === undefined || filter.status.includes(status)) &&
    (txStatus === undefined || txStatus.includes(facts.txStatus)) &&
    (from === undefined || facts.detectedAt >= from) &&
    (to === undefined || facts.detectedAt <= to) &&
    (q === undefined || words.includes(q.trim().toLowerCase())) &&
    (address === undefined || [facts.fromAddress, facts.toAddress].includes(address.toLowerCase()))
  );
}

function* filters(): Generator<AlertFilter> {
  const [first] = rules;
  const whole: AlertFilter[] = [
    {},
    { network: "two" },
    { ruleId: first?.id },
    { watchlistId: first?.watchlistId },
    { q: "number 1" },
    { q: "100%_SURE" },
    { q: "%" },
    { q: "x' OR '1'='1" },
    { address: `0x${"3".repeat(40)}` },
    { from: new Date(START + 20_000), to: new Date(START + 40_000) },
  ];
  const partial: AlertFilter[] = [
    {},
    { severity: ["critical"] },
    { severity: ["low", "high", "low"] },
    { status: ["acknowledged"] },
    { status: ["pending", "dropped"] },
    { status: ["confirmed"], severity: ["medium", "info"] },
    { txStatus: ["failed"] },
    { txStatus: ["replaced", "dropped"], status: ["dropped", "acknowledged"] },
  ];
  for (const one of whole) for (const other of partial) yield { ...one, ...other };
}

test("each filter and any two of them give what they mean, in order, to the last page, and the total is right", async () => {
  for (const filter of filters()) {
    const meant = Array.from({ length: COUNT }, (_, n) => n).filter((n) => isMeant(n, filter));
    const listed: { title: string; detectedAt: string; id: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAlerts(ctx, { filter, limit: 50, cursor });
      expect(page.total, JSON.stringify(filter)).toBe(meant.length);
      listed.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(listed.map(({ title }) => title).sort(), JSON.stringify(filter)).toEqual(
      meant.map((n) => factsOf(n).title).sort(),
    );
    const places = listed.map(({ detectedAt, id }) => `${detectedAt} ${id}`);
    expect(places).toEqual(places.toSorted().reverse());
  }
});

test("pages by number are the same list, and end where it ends", async () => {
  const byCursor = (await listAlerts(ctx, { limit: 100 })).data;
  const second = await listAlerts(ctx, { limit: 30, page: 2 });
  expect(second.data).toEqual(byCursor.slice(30, 60));
  expect(second.total).toBe(COUNT);
  expect(await listAlerts(ctx, { limit: 30, page: 8 })).toMatchObject({ total: COUNT, nextCursor: null });
  expect(await listAlerts(ctx, { limit: 30, page: 9 })).toMatchObject({ data: [], total: COUNT, nextCursor: null });
});

test("the total of very many is exact too: at first, and again within seconds when some come", async () => {
  const own = await createTestDatabase();
  const other = createTestContext(own.url);
  try {
    const { id: networkId } = await seedNetwork(other, { name: "one" });
    const { id: ruleId } = await seedRule(other, { networkId });
    await seedAlerts(other, { ruleId, networkId, count: 12_500 });
    const totalOf = async (filter: AlertFilter) => (await listAlerts(other, { filter, limit: 1 })).total;
    const few: AlertFilter = { severity: ["critical"] };
    expect([await totalOf({}), await totalOf(few)]).toEqual([12_500, 2_500]);
    await seedAlert(other, { ruleId, networkId, severity: "critical", nonce: 1_000_000n });
    expect(await totalOf(few)).toBe(2_501);
    const isCounted = async () => (await totalOf({})) === 12_501;
    await waitFor(isCounted, { timeoutMs: 10_000, intervalMs: 250, describe: "the new one is counted" });
  } finally {
    await other.close();
    await own.drop();
  }
});
