import { generate } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";

import { authenticate } from "~/domain/users/authenticate.server";
import { startBrowserSession } from "~/domain/users/start-browser-session.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

const PASSWORD = "seven quiet otters paint";

let api: ApiClient;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;
let token: string;

beforeAll(async () => {
  api = await createApiClient();
  admin = await api.signIn("admin");
  token = admin.token;
});
afterAll(() => api.close());

const newEmail = () => `${api.ctx.newId()}@example.com`;
const make = (values: object = {}) =>
  api.call("POST", "/v1/users", { token, body: { email: newEmail(), name: "Grace", role: "viewer", ...values } });
const patch = (id: string, body: unknown, as = token) =>
  api.call("PATCH", `/v1/users/${id}`, { token: as, body: body as object });
const remove = (id: string, as = token) => api.call("DELETE", `/v1/users/${id}`, { token: as });
const get = (id: string) => api.call("GET", `/v1/users/${id}`, { token });
const me = (as: string) => api.call("GET", "/v1/me", { token: as });
const makeKey = async (as: string, body: object = {}) =>
  (await api.call("POST", "/v1/api-keys", { token: as, body: { name: "k", expiresIn: 1, ...body } })).body;
const auditOf = (resourceId: string) =>
  api.ctx.db.auditLog.findMany({ where: { resourceId }, orderBy: { seq: "asc" } });

/** An installation of its own, whose only admin this is. */
async function withOneAdmin(run: (alone: ApiClient, only: typeof admin) => Promise<void>): Promise<void> {
  const alone = await createApiClient();
  try {
    await run(alone, await alone.signIn("admin"));
  } finally {
    await alone.close();
  }
}

test("a user is made, shown without anything secret, audited, and can sign in", async () => {
  const email = newEmail();
  const answer = await make({
    email: email.toUpperCase(),
    name: " Grace Hopper ",
    role: "analyst",
    password: PASSWORD,
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("Location")).toBe(`/v1/users/${answer.body.id}`);
  expect(answer.body).toEqual({
    id: expect.any(String),
    email,
    name: "Grace Hopper",
    role: "analyst",
    mfaEnabled: false,
    disabled: false,
    lastSignInAt: null,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/),
  });
  expect((await get(answer.body.id)).body).toEqual(answer.body);
  expect(await auditOf(answer.body.id)).toMatchObject([
    { action: "user.created", actorId: admin.id, metadata: { after: { email, role: "analyst" } } },
  ]);
  expect(JSON.stringify((await auditOf(answer.body.id)).map(({ metadata }) => metadata))).not.toContain(PASSWORD);
  await authenticate(api.ctx, { email, password: PASSWORD, ip: "203.0.113.9" });
  expect((await get(answer.body.id)).body.lastSignInAt).not.toBeNull();
});

test("a user without a password is nobody's way in", async () => {
  const { body } = await make();
  await expect(authenticate(api.ctx, { email: body.email, password: "", ip: "203.0.113.9" })).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

test("an address is one user's, in whatever case; a weak password and a bad field are named", async () => {
  const first = await make();
  const second = await make({ email: first.body.email.toUpperCase() });
  expect([second.status, second.body.code]).toEqual([409, "duplicate_email"]);
  const other = await make();
  expect((await patch(other.body.id, { email: first.body.email })).status).toBe(409);

  const weak = await make({ password: "password1" });
  expect([weak.status, weak.body.errors[0].pointer]).toEqual([400, "/password"]);
  const bad = await make({ email: "nobody", name: "a\nb", role: "owner" });
  expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
    "/email",
    "/name",
    "/role",
  ]);
});

test("fields that are not a client's to set are refused by name, on making and on changing", async () => {
  const { body } = await make();
  for (const extra of [
    { id: admin.id },
    { sessionVersion: 1 },
    { passwordHash: "x" },
    { mfaEnabled: true },
    { totpEnabledAt: null },
    { deletedAt: null },
    { createdAt: "2020-01-01T00:00:00.000Z" },
    { disabledAt: null },
    { isAdmin: true },
  ]) {
    const [field] = Object.keys(extra);
    for (const answer of [await make(extra), await patch(body.id, extra)]) {
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, `/${field}`]);
    }
  }
  expect((await get(body.id)).body).toEqual(body);
});

test("users are found by text, role and state, and paged by cursor", async () => {
  const mark = api.ctx.newId().slice(-12);
  const made = [];
  for (const role of ["viewer", "analyst", "viewer"]) made.push((await make({ name: `Find ${mark}`, role })).body);
  await patch(made[0].id, { disabled: true });
  const ids = async (query: string) => {
    const answer = await api.call("GET", `/v1/users?q=${mark}&${query}`, { token });
    return answer.body.data.map(({ id }: { id: string }) => id);
  };
  expect(await ids("")).toEqual([made[2].id, made[1].id, made[0].id]);
  expect(await ids("role=analyst")).toEqual([made[1].id]);
  expect(await ids("role=analyst,admin,viewer")).toHaveLength(3);
  expect(await ids("enabled=false")).toEqual([made[0].id]);
  expect(await ids("enabled=true&role=viewer")).toEqual([made[2].id]);
  const byAddress = await api.call("GET", `/v1/users?q=${encodeURIComponent(made[1].email)}`, { token });
  expect(byAddress.body.meta.total).toBe(1);
  expect((await api.call("GET", "/v1/users?q=%25", { token })).body.data).toEqual([]);

  const first = await api.call("GET", `/v1/users?q=${mark}&limit=2`, { token });
  expect(first.body.meta).toMatchObject({ total: 3, limit: 2 });
  const rest = await api.call("GET", `/v1/users?q=${mark}&limit=2&cursor=${first.body.meta.nextCursor}`, { token });
  expect(rest.body.data.map(({ id }: { id: string }) => id)).toEqual([made[0].id]);
  expect((await api.call("GET", "/v1/users?role=owner", { token })).status).toBe(400);
});

test("a change is audited with before and after; one that changes nothing is none", async () => {
  const { body } = await make();
  const email = newEmail();
  const changed = await patch(body.id, { name: "Grace H.", email });
  expect(changed.body).toEqual({ ...body, name: "Grace H.", email });
  expect((await patch(body.id, { name: "Grace H." })).body).toEqual(changed.body);
  const [, entry, ...more] = await auditOf(body.id);
  expect(more).toEqual([]);
  expect(entry?.metadata).toMatchObject({
    before: { name: "Grace", email: body.email },
    after: { name: "Grace H.", email },
  });
});

test.each([
  ["another role", { role: "viewer" }],
  ["another password", { password: PASSWORD }],
  ["disabling", { disabled: true }],
])("%s ends tokens, refresh tokens and browser sessions at once", async (_what, change) => {
  const ada = await api.signIn("analyst");
  const where = { userId: ada.id, ip: "203.0.113.7", userAgent: null };
  const sessionId = await startBrowserSession(api.ctx, where as Parameters<typeof startBrowserSession>[1]);
  expect((await me(ada.token)).status).toBe(200);
  expect((await patch(ada.id, change)).status).toBe(200);
  expect((await me(ada.token)).status).toBe(401);
  const refreshed = await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } });
  expect(refreshed.status).toBe(401);
  const session = await api.ctx.db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(session.revokedAt).not.toBeNull();
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: ada.id } });
  expect(user.sessionVersion).toBe(2);
});

test("a name or an address ends nothing", async () => {
  const ada = await api.signIn("viewer");
  await patch(ada.id, { name: "Ada L.", email: newEmail() });
  expect((await me(ada.token)).body).toMatchObject({ id: ada.id, name: "Ada L." });
});

test("a password that an admin sets is the one that counts from then on, and one's own is not set this way", async () => {
  const ada = await api.signIn("viewer");
  await patch(ada.id, { password: PASSWORD });
  await authenticate(api.ctx, { email: ada.email, password: PASSWORD, ip: "203.0.113.9" });
  await expect(
    authenticate(api.ctx, { email: ada.email, password: ada.password, ip: "203.0.113.9" }),
  ).rejects.toMatchObject({ code: "unauthenticated" });
  expect(JSON.stringify((await auditOf(ada.id)).map(({ metadata }) => metadata))).not.toContain(PASSWORD);

  const own = await patch(admin.id, { password: PASSWORD });
  expect([own.status, own.body.errors[0].code]).toEqual([400, "own_password"]);
});

test("disabling ends API keys for good; a lower role lowers what they may do at once", async () => {
  const ada = await api.signIn("admin");
  const { key } = await makeKey(ada.token);
  const listUsers = () => api.call("GET", "/v1/users", { token: key });
  expect((await listUsers()).status).toBe(200);
  await patch(ada.id, { role: "viewer" });
  expect((await listUsers()).status).toBe(403);
  expect((await me(key)).status).toBe(200);
  await patch(ada.id, { disabled: true });
  expect((await me(key)).status).toBe(401);
  await patch(ada.id, { disabled: false });
  expect((await me(key)).status).toBe(401);
});

test("an old sign-in changes no role and no password, but other things", async () => {
  const old = await api.signIn("admin");
  await api.ctx.db.session.updateMany({
    where: { userId: old.id },
    data: { authenticatedAt: new Date(Date.now() - 11 * 60_000) },
  });
  const { body } = await make();
  for (const change of [{ role: "analyst" }, { password: PASSWORD }]) {
    const refused = await patch(body.id, change, old.token);
    expect([refused.status, refused.body.code]).toEqual([403, "reauthentication_required"]);
  }
  expect((await patch(body.id, { name: "Other", disabled: true }, old.token)).status).toBe(200);
});

test("the last admin who can sign in can't be demoted, disabled or removed", async () => {
  await withOneAdmin(async (alone, only) => {
    const call = (method: string, body?: object) =>
      alone.call(method, `/v1/users/${only.id}`, { token: only.token, ...(body ? { body } : {}) });
    // Neither an admin who was disabled nor one who has no password could take over.
    const off = await alone.signIn("admin");
    await alone.call("PATCH", `/v1/users/${off.id}`, { token: only.token, body: { disabled: true } });
    const body = { email: "without@example.com", name: "No password", role: "admin" };
    expect((await alone.call("POST", "/v1/users", { token: only.token, body })).status).toBe(201);
    for (const answer of [
      await call("PATCH", { role: "analyst" }),
      await call("PATCH", { disabled: true }),
      await call("DELETE"),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, "last_admin"]);
    }
    expect((await call("PATCH", { name: "Still here" })).status).toBe(200);
    const second = await alone.signIn("admin");
    expect((await call("PATCH", { role: "analyst" })).status).toBe(200);
    const last = await alone.call("DELETE", `/v1/users/${second.id}`, { token: second.token });
    expect(last.status).toBe(409);
  });
});

test("of two admins who take each other away at the same moment one stays", async () => {
  await withOneAdmin(async (alone, first) => {
    for (const change of [{ method: "PATCH", body: { role: "viewer" } }, { method: "DELETE" }]) {
      const second = await alone.signIn("admin");
      const admins = [first, second];
      const answers = await Promise.all(
        admins.map((by, place) => {
          const { method, ...options } = change;
          return alone.call(method, `/v1/users/${admins[1 - place]?.id}`, { token: by.token, ...options });
        }),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200 || status === 204)).toHaveLength(1);
      const left = await alone.ctx.db.user.findMany({ where: { role: "admin", disabledAt: null, deletedAt: null } });
      expect(left).toHaveLength(1);
      const [survivor] = left;
      const by = admins.find(({ id }) => id === survivor?.id);
      if (by !== undefined) first = by;
    }
  });
});

test("an admin may remove themself while another remains", async () => {
  const ada = await api.signIn("admin");
  expect((await remove(ada.id, ada.token)).status).toBe(204);
  expect((await me(ada.token)).status).toBe(401);
});

test("a removed user is gone with everything that could let them in, and what they did still names them", async () => {
  const ada = await api.signIn("analyst");
  const { key, id: keyId } = await makeKey(ada.token);
  const network = await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` });
  const rule = await seedRule(api.ctx, { networkId: network.id });
  const alert = await seedAlert(api.ctx, { ruleId: rule.id, networkId: network.id });
  await api.call("PATCH", `/v1/alerts/${alert.id}/acknowledge`, { token: ada.token, body: {} });
  const { db } = api.ctx;
  await db.user.update({ where: { id: ada.id }, data: { totpSecretEncrypted: "x", totpEnabledAt: new Date() } });
  await db.recoveryCode.create({ data: { id: api.ctx.newId(), userId: ada.id, codeHash: api.ctx.newId() } });
  await db.chatIdentity.create({
    data: { id: api.ctx.newId(), userId: ada.id, provider: "telegram", externalId: api.ctx.newId(), label: "Ada" },
  });

  expect((await remove(ada.id)).status).toBe(204);
  expect([(await get(ada.id)).status, (await remove(ada.id)).status, (await patch(ada.id, {})).status]).toEqual([
    404, 404, 404,
  ]);
  expect((await me(ada.token)).status).toBe(401);
  expect((await me(key)).status).toBe(401);
  const row = await db.user.findUniqueOrThrow({ where: { id: ada.id } });
  expect(row).toMatchObject({ name: "analyst", passwordHash: null, totpSecretEncrypted: null, totpEnabledAt: null });
  const where = { userId: ada.id };
  expect([
    await db.session.count({ where }),
    await db.apiKey.count({ where: { id: keyId } }),
    await db.recoveryCode.count({ where }),
    await db.chatIdentity.count({ where }),
  ]).toEqual([0, 0, 0, 0]);
  expect((await api.call("GET", `/v1/alerts/${alert.id}`, { token })).body.acknowledgedBy).toBe(ada.id);
  expect((await auditOf(ada.id)).at(-1)).toMatchObject({
    action: "user.deleted",
    actorId: admin.id,
    metadata: { before: { email: ada.email, name: "analyst", role: "analyst" } },
  });
  const again = await make({ email: ada.email, password: PASSWORD });
  expect(again.status).toBe(201);
  const list = await api.call("GET", `/v1/users?q=${encodeURIComponent(ada.email)}`, { token });
  expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([again.body.id]);
});

test("a stale ETag changes and removes nobody", async () => {
  const { body } = await make();
  const seen = (await get(body.id)).headers.get("ETag") ?? "";
  await patch(body.id, { name: "Newer" });
  const headers = { "If-Match": seen };
  const changed = await api.call("PATCH", `/v1/users/${body.id}`, { token, body: { name: "Older" }, headers });
  const removed = await api.call("DELETE", `/v1/users/${body.id}`, { token, headers });
  expect([changed.status, removed.status]).toEqual([412, 412]);
  expect((await get(body.id)).body.name).toBe("Newer");
});

test("an admin sees a user's sign-ins and ends them all; a key of theirs goes on", async () => {
  const user = await api.signIn("viewer");
  const { key } = await makeKey(user.token);
  const sessions = await api.call("GET", `/v1/users/${user.id}/sessions`, { token });
  expect(sessions.body.data).toMatchObject([{ kind: "token", current: false }]);
  expect((await api.call("DELETE", `/v1/users/${user.id}/sessions`, { token })).status).toBe(204);
  expect([(await me(user.token)).status, (await me(key)).status]).toEqual([401, 200]);
  expect((await api.call("GET", `/v1/users/${user.id}/sessions`, { token })).body.data).toEqual([]);
  const own = await api.call("DELETE", `/v1/users/${admin.id}/sessions`, { token });
  expect([own.status, (await me(token)).status]).toEqual([204, 200]);
});

test("an admin takes away the second factor of who has lost it, which ends their sign-ins", async () => {
  const user = await api.signIn("analyst");
  const path = `/v1/users/${user.id}/totp`;
  expect((await api.call("DELETE", path, { token })).status).toBe(404);
  const { secret } = (await api.call("POST", "/v1/me/totp", { token: user.token })).body;
  const confirmed = await api.call("POST", "/v1/me/totp/confirm", {
    token: user.token,
    body: { code: await generate({ secret }) },
  });
  expect(confirmed.status).toBe(200);
  expect((await get(user.id)).body.mfaEnabled).toBe(true);
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  expect([(await get(user.id)).body.mfaEnabled, (await me(user.token)).status]).toEqual([false, 401]);
});

test("a user changes their own name, and nothing else of theirs", async () => {
  const { token: own } = await api.signIn("viewer");
  const renamed = await api.call("PATCH", "/v1/me", { token: own, body: { name: "Countess" } });
  expect([renamed.status, renamed.body.name, renamed.body.role]).toEqual([200, "Countess", "viewer"]);
  const risen = await api.call("PATCH", "/v1/me", { token: own, body: { name: "Countess", role: "admin" } });
  expect([risen.status, risen.body.errors[0].pointer]).toEqual([400, "/role"]);
});
