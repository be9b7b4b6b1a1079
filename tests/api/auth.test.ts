import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

const credentials = (user: { email: string; password: string }) => ({ email: user.email, password: user.password });

test("right credentials give a pair whose access token works", async () => {
  const ada = await api.signIn("analyst");
  const answer = await api.call("POST", "/v1/auth/token", {
    body: { ...credentials(ada), email: ada.email.toUpperCase() },
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    accessToken: expect.any(String),
    refreshToken: expect.any(String),
    tokenType: "Bearer",
    expiresIn: 900,
  });
  const me = await api.call("GET", "/v1/me", { token: answer.body.accessToken });
  expect(me.body).toEqual({ id: ada.id, email: ada.email, name: "analyst", role: "analyst", mfaEnabled: false });
});

test("expiresIn is honoured from 60 to 3600 and refused outside, by its name", async () => {
  const ada = await api.signIn("viewer");
  const short = await api.call("POST", "/v1/auth/token", { body: { ...credentials(ada), expiresIn: 60 } });
  expect(short.body.expiresIn).toBe(60);
  for (const expiresIn of [59, 3601, 90.5, "900"]) {
    const answer = await api.call("POST", "/v1/auth/token", { body: { ...credentials(ada), expiresIn } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: "/expiresIn" }]);
  }
});

test("a wrong password, an unknown account and a disabled one are answered alike", async () => {
  const known = await api.signIn("viewer");
  const disabled = await api.signIn("viewer");
  await api.ctx.db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
  const answers = [];
  const cases = [
    { email: known.email, password: "not the password" },
    { email: "nobody@example.com", password: "not the password" },
    credentials(disabled),
  ];
  for (const body of cases) answers.push(await api.call("POST", "/v1/auth/token", { body }));
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer error="invalid_token"');
    expect({ ...answer.body, instance: "" }).toEqual({ ...answers[0]?.body, instance: "" });
  }
});

test("unknown accounts take as long to refuse as known ones", async () => {
  const { email } = await api.signIn("viewer");
  const timeOf = async (address: string, ip: string) => {
    const startedAt = performance.now();
    await api.call("POST", "/v1/auth/token", { ip, body: { email: address, password: "not the password" } });
    return performance.now() - startedAt;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 7; round++) {
    known.push(await timeOf(email, "198.51.100.1"));
    unknown.push(await timeOf("nobody@example.com", "198.51.100.1"));
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[3] ?? 0;
  expect(median(unknown) / median(known)).toBeGreaterThan(0.4);
  expect(median(unknown) / median(known)).toBeLessThan(2.5);
});

test("ten failures make that address wait for that account, and nobody else", async () => {
  const ada = await api.signIn("viewer");
  const wrong = { email: ada.email, password: "not the password" };
  for (let tries = 0; tries < 10; tries++) {
    expect((await api.call("POST", "/v1/auth/token", { body: wrong, ip: "198.51.100.2" })).status).toBe(401);
  }
  const refused = await api.call("POST", "/v1/auth/token", { body: credentials(ada), ip: "198.51.100.2" });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await api.call("POST", "/v1/auth/token", { body: credentials(ada), ip: "198.51.100.3" })).status).toBe(200);
});

test("auth calls of an address are limited far below the general limit", async () => {
  const call = () => api.call("POST", "/v1/auth/refresh", { body: { refreshToken: "x" }, ip: "198.51.100.9" });
  const first = await call();
  expect(first.headers.get("RateLimit-Policy")).toBe('"/v1/auth/refresh";q=60;w=60');
  for (let tries = 0; tries < 59; tries++) await call();
  const refused = await call();
  expect(refused.status).toBe(429);
  expect(refused.body.code).toBe("rate_limited");
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
});

test("a refresh token works once, and used again it ends its whole family", async () => {
  const ada = await api.signIn("viewer");
  const first = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } });
  expect(first.status).toBe(200);
  expect(first.body.refreshToken).not.toBe(ada.refreshToken);

  const again = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } });
  expect(again.status).toBe(401);
  const successor = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: first.body.refreshToken } });
  expect(successor.status).toBe(401);
  expect((await api.call("GET", "/v1/me", { token: first.body.accessToken })).status).toBe(401);
  const audited = await api.ctx.db.auditLog.findMany({
    where: { action: "auth.refresh_token_reused", actorId: ada.id },
  });
  expect(audited).toHaveLength(1);
});

test("of parallel refreshes one wins, and the family lives on", async () => {
  const ada = await api.signIn("viewer");
  const body = { refreshToken: ada.refreshToken };
  const answers = await Promise.all([1, 2, 3, 4].map(() => api.call("POST", "/v1/auth/refresh", { body })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  const winner = answers.find(({ status }) => status === 200);
  const next = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: winner?.body.refreshToken } });
  expect(next.status).toBe(200);
});

test("revoking ends the family and its access tokens; an unknown token is no error", async () => {
  const ada = await api.signIn("viewer");
  const body = { refreshToken: ada.refreshToken };
  expect((await api.call("POST", "/v1/auth/revoke", { body })).status).toBe(204);
  expect((await api.call("POST", "/v1/auth/refresh", { body })).status).toBe(401);
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
  expect((await api.call("POST", "/v1/auth/revoke", { body: { refreshToken: "unknown" } })).status).toBe(204);
});

test("a raised session version ends access and refresh tokens at once", async () => {
  const ada = await api.signIn("analyst");
  await api.ctx.db.user.update({ where: { id: ada.id }, data: { sessionVersion: 2 } });
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
  expect((await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } })).status).toBe(401);
});

test("forged, foreign, expired and unsigned tokens are refused", async () => {
  const ada = await api.signIn("admin");
  const payload = JSON.parse(Buffer.from(ada.token.split(".")[1] ?? "", "base64url").toString());
  const key = api.ctx.secrets.key("access-token");
  const sign = (claims: object, header: { alg: string; typ?: string }, secret = key) =>
    new SignJWT({ ...payload, ...claims }).setProtectedHeader(header).sign(secret);
  const good = { alg: "HS256", typ: "at+jwt" };
  const unsigned = [{ alg: "none", typ: "at+jwt" }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );

  expect((await api.call("GET", "/v1/me", { token: await sign({}, good) })).status).toBe(200);
  const bad = [
    await sign({ exp: Math.floor(Date.now() / 1000) - 1 }, good),
    await sign({ aud: "another" }, good),
    await sign({ iss: "another" }, good),
    await sign({}, { alg: "HS256", typ: "JWT" }),
    await sign({}, { alg: "HS512", typ: "at+jwt" }, Buffer.alloc(64, 1)),
    await sign({}, good, Buffer.alloc(32, 1)),
    await sign({ sub: api.ctx.newId() }, good),
    await sign({ sid: api.ctx.newId() }, good),
    `${unsigned.join(".")}.`,
    "garbage",
    ada.refreshToken,
  ];
  for (const token of bad) {
    const answer = await api.call("GET", "/v1/me", { token });
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, 'Bearer error="invalid_token"']);
  }
});
