import { afterAll, beforeAll, expect, test } from "vitest";

import { hashApiKey, isApiKey, makeApiKey } from "~/domain/api-keys/key-text.server";
import { verifyApiKey } from "~/domain/api-keys/verify-api-key.server";
import { redact } from "~/platform/redact";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let analyst: Awaited<ReturnType<ApiClient["signIn"]>>;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;

beforeAll(async () => {
  api = await createApiClient();
  analyst = await api.signIn("analyst");
  admin = await api.signIn("admin");
});
afterAll(() => api.close());

const make = (token: string, values: object = {}) =>
  api.call("POST", "/v1/api-keys", { token, body: { name: "Terraform", expiresIn: 30, ...values } });
const keyOf = async (token: string, values: object = {}) => (await make(token, values)).body;
const list = async (token: string, query = "") =>
  (await api.call("GET", `/v1/api-keys?limit=100&${query}`, { token })).body.data;
const revoke = (token: string, id: string) => api.call("DELETE", `/v1/api-keys/${id}`, { token });
const me = (token: string, ip?: string) => api.call("GET", "/v1/me", { token, ...(ip === undefined ? {} : { ip }) });
const rowOf = (id: string) => api.ctx.db.apiKey.findUniqueOrThrow({ where: { id } });
const idsOf = (keys: { id: string }[]) => keys.map(({ id }) => id);

test("a key is shown once, stored as a hash, audited without itself, and speaks for its owner", async () => {
  const answer = await make(analyst.token, { name: " Terraform " });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("Location")).toBe(`/v1/api-keys/${answer.body.id}`);
  const { key, ...shown } = answer.body;
  expect(key).toMatch(/^sntl_[0-9A-Za-z]{36}$/);
  expect(shown).toEqual({
    id: expect.any(String),
    name: "Terraform",
    role: "analyst",
    prefix: key.slice(0, 12),
    ownerId: analyst.id,
    ownerName: "analyst",
    createdAt: expect.any(String),
    lastUsedAt: null,
    lastUsedIp: null,
    expiresAt: expect.any(String),
  });
  expect((Date.parse(shown.expiresAt) - Date.parse(shown.createdAt)) / 86_400_000).toBe(30);
  expect((await me(key)).body).toMatchObject({ id: analyst.id, role: "analyst" });

  const [listed] = await list(analyst.token);
  expect(listed).toMatchObject({ ...shown, lastUsedAt: expect.any(String), lastUsedIp: "203.0.113.7" });
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: shown.id } });
  expect(audit).toMatchObject([{ action: "api_key.created", actorId: analyst.id }]);
  const stored = [Object.values(await rowOf(shown.id)).join(), JSON.stringify(audit[0]?.metadata)].join();
  expect(stored).not.toContain(key);
  expect(stored).toContain(hashApiKey(key));
  expect(redact(`Authorization: ${key}`)).not.toContain(key.slice(5));
});

test("the role that /v1/me tells is what the key may do, not its owner", async () => {
  const { key } = await keyOf(admin.token, { role: "viewer" });
  expect((await me(key)).body).toMatchObject({ id: admin.id, role: "viewer" });
});

test("the role is at most one's own, the days 1 to 365", async () => {
  const high = await make(analyst.token, { role: "admin" });
  expect([high.status, high.body.code, high.body.errors[0].pointer]).toEqual([403, "role_too_low", "/role"]);
  const low = await keyOf(admin.token, { role: "viewer" });
  expect([low.role, (await api.call("GET", "/v1/users", { token: low.key })).status]).toEqual(["viewer", 403]);
  for (const expiresIn of [0, 366, 1.5, "30", undefined]) {
    const answer = await make(analyst.token, { expiresIn });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, "/expiresIn"]);
  }
  for (const extra of [{ userId: admin.id }, { ownerId: admin.id }, { keyHash: "x" }, { prefix: "sntl_" }]) {
    expect((await make(analyst.token, extra)).status).toBe(400);
  }
});

test("of two keys no part is alike, and a checksum tells one from garbage", () => {
  const keys = new Set(Array.from({ length: 200 }, makeApiKey));
  expect(keys.size).toBe(200);
  for (const key of keys) expect(isApiKey(key)).toBe(true);
  const [key = ""] = keys;
  const changed = key.slice(0, 20) + (key[20] === "a" ? "b" : "a") + key.slice(21);
  for (const bad of [changed, key.slice(0, -1), `${key}0`, key.toUpperCase(), "sntl_", "sntl_rt_1_abc", ""]) {
    expect(isApiKey(bad)).toBe(false);
  }
});

test("garbage is refused without a question to the database", async () => {
  const ctx = { ...api.ctx, db: undefined as never };
  const { key } = await keyOf(analyst.token);
  const typo = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
  expect(await verifyApiKey(ctx, typo, "203.0.113.7")).toBeNull();
  await expect(verifyApiKey(ctx, key, "203.0.113.7")).rejects.toThrow();
});

test("an unknown, expired, revoked and misspelt key are answered alike", async () => {
  const revoked = await keyOf(analyst.token);
  expect((await revoke(analyst.token, revoked.id)).status).toBe(204);
  const expired = await keyOf(analyst.token);
  await api.ctx.db.apiKey.update({ where: { id: expired.id }, data: { expiresAt: new Date() } });
  const answers = [];
  for (const key of [revoked.key, expired.key, makeApiKey(), "sntl_nonsense"]) answers.push(await me(key));
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, 'Bearer error="invalid_token"']);
    expect({ ...answer.body, instance: "" }).toEqual({ ...answers[0]?.body, instance: "" });
  }
  expect(idsOf(await list(analyst.token))).toContain(expired.id);
  expect(idsOf(await list(analyst.token))).not.toContain(revoked.id);
});

test("last use is written at most once a minute, with its address", async () => {
  const { key, id } = await keyOf(analyst.token);
  await Promise.all([1, 2, 3].map(() => me(key, "192.0.2.1")));
  const first = await rowOf(id);
  expect(first.lastUsedIp).toBe("192.0.2.1");
  await me(key, "192.0.2.2");
  expect(await rowOf(id)).toEqual(first);
  await api.ctx.db.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 61_000) } });
  await me(key, "192.0.2.3");
  expect((await rowOf(id)).lastUsedIp).toBe("192.0.2.3");
});

test("everyone sees and revokes their own keys, admins all, and others' look as if there were none", async () => {
  const [ada, bob] = [await api.signIn("analyst"), await api.signIn("analyst")];
  const [hers, his] = [await keyOf(ada.token), await keyOf(bob.token)];
  expect(idsOf(await list(ada.token))).toEqual([hers.id]);
  expect(await list(ada.token, `userId=${bob.id}`)).toEqual([]);
  expect(idsOf(await list(admin.token, `userId=${bob.id}`))).toEqual([his.id]);
  expect(idsOf(await list(admin.token))).toEqual(expect.arrayContaining([hers.id, his.id]));

  const foreign = await revoke(ada.token, his.id);
  const unknown = await revoke(ada.token, api.ctx.newId());
  expect([foreign.status, foreign.body.detail]).toEqual([404, unknown.body.detail]);
  expect((await me(his.key)).status).toBe(200);
  expect((await revoke(admin.token, his.id)).status).toBe(204);
  expect((await me(his.key)).status).toBe(401);
  expect((await revoke(admin.token, his.id)).status).toBe(404);
  const audit = await api.ctx.db.auditLog.findFirstOrThrow({
    where: { resourceId: his.id, action: "api_key.revoked" },
  });
  expect(audit).toMatchObject({ actorId: admin.id, metadata: { before: { ownerId: bob.id } } });
});

test("a key makes and revokes no keys, nor touches how its owner signs in", async () => {
  const { key, id } = await keyOf(admin.token);
  for (const answer of [await make(key), await revoke(key, id)]) {
    expect([answer.status, answer.body.code]).toEqual([403, "not_for_api_keys"]);
  }
  expect((await list(key)).length).toBeGreaterThan(0);
});

test("an old sign-in makes no key", async () => {
  const old = await api.signIn("viewer");
  const authenticatedAt = new Date(Date.now() - 11 * 60_000);
  await api.ctx.db.session.updateMany({ where: { userId: old.id }, data: { authenticatedAt } });
  const refused = await make(old.token);
  expect([refused.status, refused.body.code]).toEqual([403, "reauthentication_required"]);
});

test("one has a hundred keys at most, counted also when two are made at once", async () => {
  const ada = await api.signIn("viewer");
  const expiresAt = new Date(Date.now() + 86_400_000);
  const rows = Array.from({ length: 99 }, () => {
    const id = api.ctx.newId();
    return { id, userId: ada.id, name: "k", role: "viewer" as const, prefix: "sntl_", keyHash: id, expiresAt };
  });
  await api.ctx.db.apiKey.createMany({ data: rows });
  const answers = await Promise.all([make(ada.token), make(ada.token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe("too_many_keys");
});

test("a key must come in one Authorization header, and nowhere else", async () => {
  const { key } = await keyOf(analyst.token);
  const withHeader = (value: string) => api.call("GET", "/v1/me", { headers: { Authorization: value } });
  expect((await withHeader(`Bearer ${key}`)).status).toBe(200);
  expect((await withHeader(`bearer  ${key}`)).status).toBe(200);
  const basic = Buffer.from(`${key}:`).toString("base64");
  for (const bad of [
    key,
    `Basic ${basic}`,
    `Token ${key}`,
    `Bearer ${key}, Bearer ${key}`,
    `Bearer ${key} x`,
    "Bearer",
  ]) {
    expect([bad, (await withHeader(bad)).status]).toEqual([bad, 401]);
  }
  for (const name of ["access_token", "api_key", "token", "key"]) {
    expect((await api.call("GET", `/v1/me?${name}=${key}`)).status).toBe(401);
    expect((await api.call("GET", `/v1/me?${name}=${key}`, { token: key })).status).toBe(400);
  }
  for (const header of ["X-API-Key", "Cookie", "X-Authorization"]) {
    expect((await api.call("GET", "/v1/me", { headers: { [header]: key } })).status).toBe(401);
  }
});

test("a key has a rate limit of its own", async () => {
  const [one, other] = [await keyOf(analyst.token), await keyOf(analyst.token)];
  const left = async (key: string) => {
    const answer = await me(key);
    return Number(/r=(\d+)/.exec(answer.headers.get("RateLimit") ?? "")?.[1]);
  };
  const first = await left(one.key);
  expect(await left(one.key)).toBe(first - 1);
  expect(await left(other.key)).toBe(first);
});

test("what is refused for the role is audited once a minute for each thing", async () => {
  const ada = await api.signIn("viewer");
  const { key, id } = await keyOf(ada.token);
  for (let tries = 0; tries < 3; tries++) await api.call("GET", "/v1/users", { token: ada.token });
  await api.call("GET", "/v1/users", { token: key });
  await make(key);
  const rows = await api.ctx.db.auditLog.findMany({
    where: { action: "auth.forbidden", actorId: ada.id },
    orderBy: { seq: "asc" },
  });
  expect(rows.map(({ metadata }) => metadata)).toMatchObject([
    { action: "user.read", reason: "role_too_low" },
    { action: "user.read", reason: "role_too_low", via: { apiKeyId: id } },
    { action: "api_key.create", reason: "not_for_api_keys", via: { apiKeyId: id } },
  ]);
});

test("an idempotent repetition shows the same key, which nothing else does", async () => {
  const call = () =>
    api.call("POST", "/v1/api-keys", {
      token: analyst.token,
      body: { name: "Once", expiresIn: 1 },
      headers: { "Idempotency-Key": "one-key" },
    });
  const [first, second] = [await call(), await call()];
  expect(second.headers.get("Idempotency-Replayed")).toBe("true");
  expect(second.body).toEqual(first.body);
  const rows = await api.ctx.db.idempotencyKey.findMany();
  expect(rows.map(({ response }) => response).join()).not.toContain(first.body.key);
});
