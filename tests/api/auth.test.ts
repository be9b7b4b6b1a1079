import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";

import { refreshTokens } from "~/domain/tokens/refresh-tokens.server";
import { signAccessToken } from "~/domain/tokens/sign-access-token.server";
import { verifyAccessToken } from "~/domain/tokens/verify-access-token.server";
import type { Context } from "~/platform/context.server";
import { createSecrets } from "~/platform/secrets.server";
import { type ApiClient, createApiClient, TEST_SECRET } from "../support/api-client";
import { createTestContext } from "../support/test-context";

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

test("auth calls of an address are limited far below the general limit", async () => {
  const call = () => api.call("POST", "/v1/auth/refresh", { body: { refreshToken: "x" }, ip: "198.51.100.9" });
  const first = await call();
  expect(first.headers.get("RateLimit-Policy")).toContain('"/v1/auth/refresh";q=60;w=60');
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

test("of refreshes under way at once each gets a pair of the same family, and every pair works", async () => {
  const ada = await api.signIn("viewer");
  const body = { refreshToken: ada.refreshToken };
  const answers = await Promise.all([1, 2, 3, 4].map(() => api.call("POST", "/v1/auth/refresh", { body })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const tokens = answers.map((answer) => answer.body.refreshToken);
  expect(new Set(tokens).size).toBe(4);
  for (const { body: pair } of answers) {
    expect((await api.call("GET", "/v1/me", { token: pair.accessToken })).status).toBe(200);
    const next = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: pair.refreshToken } });
    expect(next.status).toBe(200);
  }
  expect(await api.ctx.db.session.count({ where: { userId: ada.id, revokedAt: null } })).toBe(1);

  const late = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: tokens[2] } });
  expect(late.status).toBe(401);
  expect(await api.ctx.db.session.count({ where: { userId: ada.id, revokedAt: null } })).toBe(0);
});

test("also on two instances: by the database's clock, and no longer than ten seconds", async () => {
  const other = createTestContext(api.ctx.env.DATABASE_URL ?? "", { SENTINEL_SECRET: TEST_SECRET });
  const refresh = (ctx: Context, refreshToken: string, receivedAtMs: number) =>
    refreshTokens({ ...ctx, secrets: api.ctx.secrets }, { refreshToken, ip: "203.0.113.7", receivedAtMs });
  const familiesOf = ({ id }: { id: string }) => api.ctx.db.session.count({ where: { userId: id, revokedAt: null } });
  try {
    const ada = await api.signIn("viewer");
    const receivedAtMs = performance.now();
    await refresh(api.ctx, ada.refreshToken, receivedAtMs);
    const sibling = await refresh(other, ada.refreshToken, receivedAtMs - 1_000);
    expect(await verifyAccessToken(api.ctx, sibling.accessToken)).toMatchObject({ userId: ada.id });
    expect(await familiesOf(ada)).toBe(1);
    await expect(refresh(other, ada.refreshToken, performance.now())).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await familiesOf(ada)).toBe(0);

    const eve = await api.signIn("viewer");
    await refresh(api.ctx, eve.refreshToken, performance.now());
    await api.ctx.db
      .$executeRaw`UPDATE refresh_tokens SET used_at = used_at - interval '11 s' WHERE used_at IS NOT NULL`;
    const late = refresh(other, eve.refreshToken, performance.now() - 60_000);
    await expect(late).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await familiesOf(eve)).toBe(0);
  } finally {
    await other.close();
  }
});

test("a refresh token is worth nothing once it, its family or its user has ended", async () => {
  const { db } = api.ctx;
  const refused = async (end: (user: { id: string }) => Promise<unknown>) => {
    const user = await api.signIn("viewer");
    await end(user);
    const answer = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: user.refreshToken } });
    expect(answer.status).toBe(401);
  };
  const now = new Date();
  await refused(({ id }) => db.session.updateMany({ where: { userId: id }, data: { expiresAt: now } }));
  await refused(({ id }) =>
    db.refreshToken.updateMany({ where: { session: { userId: id } }, data: { expiresAt: now } }),
  );
  await refused(({ id }) => db.user.update({ where: { id }, data: { disabledAt: now } }));
  await refused(({ id }) => db.user.update({ where: { id }, data: { deletedAt: now } }));
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

test("an end is known on another instance at once", async () => {
  const other = createTestContext(api.ctx.env.DATABASE_URL ?? "", { SENTINEL_SECRET: TEST_SECRET });
  const elsewhere = { ...other, secrets: api.ctx.secrets };
  try {
    const ada = await api.signIn("viewer");
    expect(await verifyAccessToken(elsewhere, ada.token)).toMatchObject({ userId: ada.id, role: "viewer" });
    await api.call("POST", "/v1/auth/revoke", { body: { refreshToken: ada.refreshToken } });
    expect(await verifyAccessToken(elsewhere, ada.token)).toBeNull();
  } finally {
    await other.close();
  }
});

/** A token of the given header and claims, signed by whatever is given. */
async function forge(token: string, change: { header?: object; claims?: object; secret?: Buffer }): Promise<string> {
  const [header, payload] = token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  const protectedHeader = JSON.parse(JSON.stringify({ ...header, ...change.header }));
  return new SignJWT({ ...payload, ...change.claims })
    .setProtectedHeader(protectedHeader)
    .sign(change.secret ?? api.ctx.secrets.key("access-token"));
}

const expectRefused = async (tokens: readonly string[]) => {
  for (const token of tokens) {
    const answer = await api.call("GET", "/v1/me", { token });
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, 'Bearer error="invalid_token"']);
  }
};

test("tokens that are expired, of another maker, use, type, algorithm, user or sign-in are refused", async () => {
  const { token, refreshToken } = await api.signIn("admin");
  const untouched = await forge(token, {});
  expect((await api.call("GET", "/v1/me", { token: untouched })).status).toBe(200);
  await expectRefused([
    await forge(token, { claims: { exp: Math.floor(Date.now() / 1000) - 1 } }),
    await forge(token, { claims: { exp: undefined } }),
    await forge(token, { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }),
    await forge(token, { claims: { aud: "another" } }),
    await forge(token, { claims: { iss: "another" } }),
    await forge(token, { claims: { ver: "1" } }),
    await forge(token, { claims: { sub: api.ctx.newId() } }),
    await forge(token, { claims: { sid: api.ctx.newId() } }),
    await forge(token, { claims: { sid: "' OR 1=1 --" } }),
    await forge(token, { header: { typ: "JWT" } }),
    await forge(token, { header: { typ: undefined } }),
    await forge(token, { header: { alg: "HS512" }, secret: Buffer.alloc(64, 1) }),
    await forge(token, { secret: Buffer.alloc(32, 1) }),
    `${token.slice(0, -2)}xx`,
    "garbage",
    refreshToken,
  ]);
  // An access token is no refresh token either.
  const asRefresh = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: token } });
  expect(asRefresh.body.code).toBe("invalid_refresh_token");
});

test("a token is checked with a key of ours that its kid names, and with nothing it brings along", async () => {
  const { token } = await api.signIn("admin");
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = publicKey.export({ format: "jwk" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const kid = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
  const unsigned = [{ alg: "none", typ: "at+jwt", kid }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const oct = Buffer.alloc(32, 7);
  const rs256 = { alg: "RS256", typ: "at+jwt", kid, jwk };
  await expectRefused([
    await forge(token, { header: { kid: undefined } }),
    await forge(token, { header: { kid: "00000000" } }),
    await forge(token, { header: { kid: "__proto__" } }),
    await forge(token, { header: { kid: "../../dev/null" }, secret: Buffer.alloc(1) }),
    await forge(token, { header: { jwk: { kty: "oct", k: oct.toString("base64url") } }, secret: oct }),
    await forge(token, { header: { jku: "https://evil.example/keys.json" }, secret: oct }),
    await forge(token, { header: { x5u: "https://evil.example/cert.pem" }, secret: oct }),
    // A public text as the shared secret: what a checker that trusts `alg` falls for.
    await forge(token, { secret: Buffer.from(pem) }),
    await forge(token, { secret: Buffer.from(kid) }),
    await new SignJWT(payload).setProtectedHeader(rs256).sign(privateKey),
    `${unsigned.join(".")}.`,
    `${unsigned.join(".")}`,
  ]);
});

test("tokens that an earlier secret signed are good while it is known, and new ones are signed by today's", async () => {
  const { token } = await api.signIn("viewer");
  const rotated = createSecrets("today's secret, which is another one altogether", [TEST_SECRET]);
  const forgotten = createSecrets("today's secret, which is another one altogether");
  expect(await verifyAccessToken({ ...api.ctx, secrets: rotated }, token)).not.toBeNull();
  expect(await verifyAccessToken({ ...api.ctx, secrets: forgotten }, token)).toBeNull();
  const claims = { userId: "u", sessionId: "s", sessionVersion: 1, expiresInSeconds: 60 };
  const made = await signAccessToken({ ...api.ctx, secrets: rotated }, claims);
  expect(JSON.parse(Buffer.from(made.split(".")[0] ?? "", "base64url").toString())).toEqual({
    alg: "HS256",
    typ: "at+jwt",
    kid: rotated.keys("access-token")[0]?.id,
  });
});
