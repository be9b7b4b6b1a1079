import { afterAll, beforeAll, expect, test } from "vitest";

import { authenticate } from "~/domain/users/authenticate.server";
import { passwordWork } from "~/domain/users/password-work.server";
import { type ApiClient, createApiClient } from "../../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

const WRONG = "not the password";

const attempt = (email: string, ip: string, password = WRONG) =>
  authenticate(api.ctx, { email, password, ip }).then(
    () => "signed in",
    (error: { slug: string }) => error.slug,
  );

/** Uses an address up, as three hundred failures would. */
async function useUp(ip: string) {
  const limiter = api.ctx.limiters.of({ name: "sign-in:address", points: 300, durationSeconds: 300, shared: true });
  await Promise.all(Array.from({ length: 300 }, () => limiter.consume(ip)));
}

test("ten thousand bad log-ins of one address at as many accounts leave next to nothing behind", {
  timeout: 60_000,
}, async () => {
  const ip = "198.51.100.77";
  const { email, password } = await api.signIn("admin");
  await useUp(ip);
  const { db } = api.ctx;
  const before = { counters: await db.rateLimit.count(), entries: await db.auditLog.count() };
  const slugs = new Set<string>();
  for (let batch = 0; batch < 100; batch++) {
    const tries = Array.from({ length: 100 }, (_, index) => attempt(`u${batch * 100 + index}@example.com`, ip));
    for (const slug of await Promise.all(tries)) slugs.add(slug);
  }
  expect([...slugs]).toEqual(["rate_limited"]);
  // Of the first that were refused at once a few were counted before the refusal was known.
  expect((await db.rateLimit.count()) - before.counters).toBeLessThan(250);
  expect((await db.auditLog.count()) - before.entries).toBeLessThanOrEqual(1);
  expect(await attempt(email, "203.0.113.201", password)).toBe("signed in");
});

test("an IPv6 network gets no more tries at an API endpoint than one address", async () => {
  const body = { token: "x".repeat(43), name: "E", password: "violet tractor 77 ladders" };
  const statuses: number[] = [];
  for (let host = 1; host <= 24; host++) {
    const ip = `2001:db8:7:7::${host.toString(16)}`;
    statuses.push((await api.call("POST", "/v1/invitations/accept", { body, ip })).status);
  }
  expect(statuses.filter((status) => status === 404)).toHaveLength(20);
  expect(statuses.slice(20)).toEqual([429, 429, 429, 429]);
});

test("while passwords are hashed tokens are checked, and what would wait too long is told to come again", async () => {
  const { token, email, password } = await api.signIn("viewer");
  let running = 0;
  let most = 0;
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  const work = Array.from({ length: 402 }, () =>
    passwordWork(async () => {
      most = Math.max(most, ++running);
      await held;
      running -= 1;
    }),
  );
  expect((await api.call("GET", "/v1/me", { token })).status).toBe(200);
  const busy = await api.call("POST", "/v1/auth/token", { body: { email, password } });
  expect([busy.status, busy.body.code, busy.headers.get("Retry-After")]).toEqual([503, "unavailable", "10"]);
  release();
  await Promise.all(work);
  expect(most).toBe(2);
  // Ten tries that were not looked at don't count.
  expect((await api.call("POST", "/v1/auth/token", { body: { email, password } })).status).toBe(200);
});
