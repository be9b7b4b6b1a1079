import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";

import { authenticate } from "~/domain/users/authenticate.server";
import type { Context } from "~/platform/context.server";
import { type ApiClient, createApiClient } from "../support/api-client";
import { startRedis, type TestRedis } from "../support/redis";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

const WRONG = "not the password";

/** What an attempt is answered: who it is, or the error's slug. */
async function attempt(input: { email: string; password: string; ip: string }, ctx = api.ctx): Promise<string> {
  return authenticate(ctx, input).then(
    () => "signed in",
    (error: { slug: string }) => error.slug,
  );
}

test("ten failures make that address wait for that account, and nobody else", async () => {
  const { email, password } = await api.signIn("viewer");
  const call = (body: object, ip: string) => api.call("POST", "/v1/auth/token", { body, ip });
  for (let tries = 0; tries < 10; tries++) {
    expect((await call({ email, password: WRONG }, "198.51.100.2")).status).toBe(401);
  }
  const refused = await call({ email, password }, "198.51.100.2");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await call({ email, password }, "198.51.100.3")).status).toBe(200);
  await call({ email, password }, "198.51.100.2");
  const told = await api.ctx.db.auditLog.findMany({ where: { action: "auth.throttled", ip: "198.51.100.2" } });
  expect(told).toMatchObject([{ metadata: { email, limit: "sign-in:account-address" } }]);
});

test("tries are counted before they are looked at: a hundred at once are no way round", async () => {
  const { email } = await api.signIn("viewer");
  const tries = Array.from({ length: 100 }, () => attempt({ email, password: WRONG, ip: "198.51.100.4" }));
  const answers = await Promise.all(tries);
  expect(answers.filter((slug) => slug === "wrong_credentials")).toHaveLength(10);
  expect(answers.filter((slug) => slug === "rate_limited")).toHaveLength(90);
});

test("an address that has signed in starts anew, one that has the wrong code does not", async () => {
  const { email, password } = await api.signIn("viewer");
  const ip = "198.51.100.5";
  for (let round = 0; round < 3; round++) {
    for (let tries = 0; tries < 9; tries++) await attempt({ email, password: WRONG, ip });
    expect(await attempt({ email, password, ip })).toBe("signed in");
  }
});

test("one machine's IPv6 addresses count as one", async () => {
  const { email, password } = await api.signIn("viewer");
  for (let tries = 0; tries < 10; tries++) await attempt({ email, password: WRONG, ip: `2001:db8:7:7::${tries}` });
  expect(await attempt({ email, password, ip: "2001:db8:7:7:ffff::1" })).toBe("rate_limited");
  expect(await attempt({ email, password, ip: "2001:db8:7:8::1" })).toBe("signed in");
});

test("a flood from everywhere slows strangers down, and does not lock out whoever has signed in from there before", async () => {
  const { email, password, id } = await api.signIn("viewer");
  const home = "203.0.113.200";
  const known = { id: api.ctx.newId(), userId: id, kind: "browser", ip: home, expiresAt: new Date() };
  await api.ctx.db.session.create({ data: known });
  const answers: string[] = [];
  for (let batch = 0; batch < 11; batch++) {
    const ips = Array.from({ length: 10 }, (_, tries) => `192.0.2.${batch * 10 + tries}`);
    answers.push(...(await Promise.all(ips.map((ip) => attempt({ email, password: WRONG, ip })))));
  }
  expect(answers.filter((slug) => slug === "wrong_credentials")).toHaveLength(100);

  expect(await attempt({ email, password, ip: "192.0.2.250" })).toBe("rate_limited");
  expect(await attempt({ email, password, ip: home })).toBe("signed in");
  expect(await attempt({ email, password: WRONG, ip: home })).toBe("wrong_credentials");
  expect(await api.ctx.db.auditLog.count({ where: { action: "auth.throttled", ip: { startsWith: "192.0.2." } } })).toBe(
    1,
  );
});

test("an account that nobody has is throttled like one that somebody has", async () => {
  const email = "nobody@example.com";
  for (let tries = 0; tries < 10; tries++) {
    expect(await attempt({ email, password: WRONG, ip: "198.51.100.6" })).toBe("wrong_credentials");
  }
  expect(await attempt({ email, password: WRONG, ip: "198.51.100.6" })).toBe("rate_limited");
});

test("instances count together in PostgreSQL, and together in Redis", async () => {
  const { email } = await api.signIn("viewer");
  const redis = await startRedis();
  const url = api.ctx.env.DATABASE_URL ?? "";
  const pairs = [
    { ip: "198.51.100.7", instances: [createTestContext(url), createTestContext(url)] },
    { ip: "198.51.100.8", instances: [0, 1].map(() => createTestContext(url, { REDIS_URL: redis.url })) },
  ];
  try {
    for (const { ip, instances } of pairs) {
      for (const ctx of instances) await limiterAnswers(ctx, redis);
      const answers = [];
      for (let tries = 0; tries < 12; tries++) {
        answers.push(await attempt({ email, password: WRONG, ip }, instances[tries % 2]));
      }
      expect(answers.slice(0, 10).every((slug) => slug === "wrong_credentials")).toBe(true);
      expect(answers.slice(10)).toEqual(["rate_limited", "rate_limited"]);
    }
  } finally {
    for (const { instances } of pairs) await Promise.all(instances.map((ctx) => ctx.close()));
    await redis.stop();
  }
});

test("without its store an instance counts for itself", async () => {
  const { email, password } = await api.signIn("viewer");
  const redis = await startRedis();
  const ctx = createTestContext(api.ctx.env.DATABASE_URL ?? "", { REDIS_URL: redis.url });
  try {
    await limiterAnswers(ctx, redis);
    await redis.kill();
    const ip = "198.51.100.9";
    for (let tries = 0; tries < 10; tries++) {
      expect(await attempt({ email, password: WRONG, ip }, ctx)).toBe("wrong_credentials");
    }
    expect(await attempt({ email, password, ip }, ctx)).toBe("rate_limited");
  } finally {
    await ctx.close();
    await redis.stop();
  }
});

/** Once a limiter of a context counts in Redis, not in memory while its connection opens. */
async function limiterAnswers(ctx: Context, { url }: TestRedis): Promise<void> {
  if (ctx.env.REDIS_URL === undefined) return;
  const redis = new Redis(url);
  const limiter = ctx.limiters.of({ name: "probe", points: 10_000, durationSeconds: 60, shared: true });
  const counted = async () => {
    await limiter.consume(ctx.env.SENTINEL_DATA_DIR);
    return (await redis.keys("sentinel:limit:probe:*")).length > 0;
  };
  await waitFor(counted, { describe: "the limiter counts in Redis" });
  await redis.flushall();
  redis.disconnect();
}

test("ten thousand bad tries are refused cheaply, and the account's owner still gets in", {
  timeout: 120_000,
}, async () => {
  const { email, password, id } = await api.signIn("viewer");
  const home = "203.0.113.201";
  const known = { id: api.ctx.newId(), userId: id, kind: "browser", ip: home, expiresAt: new Date() };
  await api.ctx.db.session.create({ data: known });
  const counts = new Map<string, number>();
  for (let batch = 0; batch < 100; batch++) {
    const tries = Array.from({ length: 100 }, () => attempt({ email, password: WRONG, ip: `198.18.0.${batch}` }));
    for (const slug of await Promise.all(tries)) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  }
  expect(counts.get("wrong_credentials")).toBe(100);
  expect(counts.get("rate_limited")).toBe(9_900);
  expect(await attempt({ email, password, ip: home })).toBe("signed in");
});

test("refusing takes as long whether an account is known, unknown or disabled", { timeout: 180_000 }, async () => {
  const times: Record<Kind, number[]> = { known: [], unknown: [], disabled: [] };
  const ratios = () => KINDS.slice(1).map((kind) => ({ kind, ...ratioOfMedians(times[kind], times.known) }));
  const isClear = () => ratios().every(({ low, high }) => high - low < 1);
  await attempt({ email: "warm-up@example.com", password: WRONG, ip: "100.64.0.1" });
  // A busy machine needs more tries until they say something.
  for (let series = 0; series < 6 && (series === 0 || !isClear()); series++) await timeRefusals(series, times);
  for (const { kind, low, high } of ratios()) {
    expect(low, `${kind} accounts are refused later`).toBeLessThan(1.15);
    expect(high, `${kind} accounts are refused sooner`).toBeGreaterThan(0.85);
    expect(high - low, "the measurement says something").toBeLessThan(1);
  }
});

const KINDS = ["known", "unknown", "disabled"] as const;
type Kind = (typeof KINDS)[number];

/** 45 refusals of each kind, of accounts that nobody has tried before. */
async function timeRefusals(series: number, times: Record<Kind, number[]>): Promise<void> {
  const known = await api.signIn("viewer");
  const disabled = await api.signIn("viewer");
  await api.ctx.db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
  const emails = { known: known.email, unknown: `nobody-${series}@example.com`, disabled: disabled.email };
  for (let round = 0; round < 45; round++) {
    // Interleaved in changing order, so that a busy moment hits all alike.
    for (const kind of KINDS.map((_, index) => KINDS[(index + round) % 3] ?? "known")) {
      const startedAt = performance.now();
      await attempt({ email: emails[kind], password: WRONG, ip: `100.${65 + series}.${round}.1` });
      times[kind].push(performance.now() - startedAt);
    }
  }
}

/** The 99 % confidence interval of the ratio of two medians, by bootstrap with a fixed seed. */
function ratioOfMedians(a: number[], b: number[]): { low: number; high: number } {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const median = (values: number[]) => values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0;
  const resample = (values: number[]) => values.map(() => values[Math.floor(random() * values.length)] ?? 0);
  const ratios = Array.from({ length: 2_000 }, () => median(resample(a)) / median(resample(b))).sort((x, y) => x - y);
  return { low: ratios[10] ?? 0, high: ratios[1_989] ?? 0 };
}
