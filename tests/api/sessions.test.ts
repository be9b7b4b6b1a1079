import { afterAll, beforeAll, expect, test } from "vitest";

import { endOtherSessions } from "~/domain/sessions/end-other-sessions.server";
import { endSession } from "~/domain/sessions/end-session.server";
import { listSessions } from "~/domain/sessions/list-sessions.server";
import { pruneSessions } from "~/domain/sessions/prune-sessions.server";
import { findUser, reissueSession, signIn, startSession } from "~/web/auth.server";
import { sessionStorage } from "~/web/session.server";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient({ PUBLIC_URL: "https://sentinel.example.com" });
});
afterAll(() => api.close());

const PAGE = "https://sentinel.example.com";
const pageRequest = (cookie = "", path = "/") => new Request(PAGE + path, { headers: { Cookie: cookie } });
const cookieIn = (setCookie: string | null) => setCookie?.split(";")[0] ?? "";
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** Signs a user in by the form, from a browser that holds `cookie`. */
async function browserSignIn(user: { email: string; password: string }, cookie = ""): Promise<string> {
  const body = new URLSearchParams({ email: user.email, password: user.password });
  const headers = { "Sec-Fetch-Site": "same-origin", Cookie: cookie, "User-Agent": "Firefox" };
  const response = await signIn(new Request(`${PAGE}/sign-in`, { method: "POST", body, headers }), api.context());
  return cookieIn(response.headers.get("Set-Cookie"));
}

const sessionIdOf = async (cookie: string) => {
  const session = await sessionStorage(api.context()).getSession(cookie);
  return session.get("sessionId") ?? "";
};

test("one's sign-ins are listed, of browsers and API clients, and say which one asks", async () => {
  const ada = await api.signIn("viewer");
  const cookie = await browserSignIn(ada);
  const answer = await api.call("GET", "/v1/me/sessions", { token: ada.token });
  expect(answer.status).toBe(200);
  expect(answer.body.meta.total).toBe(2);
  expect(answer.body.data).toMatchObject([
    { id: await sessionIdOf(cookie), kind: "browser", ip: "203.0.113.7", userAgent: "Firefox", current: false },
    { kind: "token", ip: "203.0.113.7", userAgent: null, current: true },
  ]);
});

test("what has ended, expired or lain idle too long is not listed", async () => {
  const ada = await api.signIn("viewer");
  const { db } = api.ctx;
  const kinds = [
    { kind: "browser", lastSeenAt: new Date(Date.now() - 13 * 3_600_000) },
    { kind: "token", lastSeenAt: daysAgo(15) },
    { kind: "browser", expiresAt: daysAgo(0) },
    { kind: "browser", revokedAt: daysAgo(0) },
  ];
  for (const kind of kinds) {
    const data = { id: api.ctx.newId(), userId: ada.id, expiresAt: daysAgo(-1), ...kind };
    await db.session.create({ data });
  }
  expect(await listSessions(api.ctx, { userId: ada.id })).toHaveLength(1);
});

test("ending a sign-in ends its cookie or its tokens at once", async () => {
  const ada = await api.signIn("viewer");
  const cookie = await browserSignIn(ada);
  const id = await sessionIdOf(cookie);
  const ended = await api.call("DELETE", `/v1/me/sessions/${id}`, { token: ada.token });
  expect(ended.status).toBe(204);
  expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
  expect((await api.call("DELETE", `/v1/me/sessions/${id}`, { token: ada.token })).status).toBe(204);

  const { data } = (await api.call("GET", "/v1/me/sessions", { token: ada.token })).body;
  await api.call("DELETE", `/v1/me/sessions/${data[0].id}`, { token: ada.token });
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
  expect((await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } })).status).toBe(401);
  const audited = await api.ctx.db.auditLog.findMany({
    where: { actorId: ada.id, resourceType: "session" },
    orderBy: { createdAt: "asc" },
  });
  expect(audited.map(({ action }) => action)).toEqual(["auth.session_ended", "auth.logout"]);
});

test("somebody else's sign-in is not there to end, but for an admin", async () => {
  const [ada, eve, root] = [await api.signIn("analyst"), await api.signIn("analyst"), await api.signIn("admin")];
  const [mine] = await listSessions(api.ctx, { userId: ada.id });
  const path = `/v1/me/sessions/${mine?.id}`;
  expect((await api.call("DELETE", path, { token: eve.token })).status).toBe(404);
  const actor = { userId: eve.id, role: "analyst" as const };
  await expect(endSession(api.ctx, { actor, sessionId: mine?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
  await expect(endOtherSessions(api.ctx, { actor, userId: ada.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(200);
  expect((await api.call("DELETE", path, { token: root.token })).status).toBe(204);
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
});

test("ending all others leaves the one that asks", async () => {
  const ada = await api.signIn("viewer");
  const cookies = [await browserSignIn(ada), await browserSignIn(ada)];
  const eve = await browserSignIn(await api.signIn("viewer"));
  expect((await api.call("DELETE", "/v1/me/sessions", { token: ada.token })).status).toBe(204);
  for (const cookie of cookies) expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
  expect((await api.call("GET", "/v1/me/sessions", { token: ada.token })).body.data).toMatchObject([{ current: true }]);
  expect(await findUser(pageRequest(eve), api.context())).not.toBeNull();
});

test("a cookie from before signing in is not adopted, and its own sign-in ends", async () => {
  const [ada, eve] = [await api.signIn("viewer"), await api.signIn("viewer")];
  const planted = await browserSignIn(eve);
  const cookie = await browserSignIn(ada, planted);
  expect(await sessionIdOf(cookie)).not.toBe(await sessionIdOf(planted));
  expect((await findUser(pageRequest(cookie), api.context()))?.id).toBe(ada.id);
  expect(await findUser(pageRequest(planted), api.context())).toBeNull();

  const again = await browserSignIn(ada, cookie);
  expect(await sessionIdOf(again)).not.toBe(await sessionIdOf(cookie));
  expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
});

test("a session that is issued anew goes on under another id, and the cookie of before is worth nothing", async () => {
  const ada = await api.signIn("viewer");
  const before = await browserSignIn(ada);
  const user = await findUser(pageRequest(before), api.context());
  if (user === null) throw new Error("not signed in");
  const after = cookieIn((await reissueSession(user, api.context()))["Set-Cookie"]);
  expect(await findUser(pageRequest(before), api.context())).toBeNull();
  expect((await findUser(pageRequest(after), api.context()))?.id).toBe(ada.id);
  expect(await listSessions(api.ctx, { userId: ada.id })).toHaveLength(2);
});

test("a token's sign-in is no cookie's, and a cookie's no token's", async () => {
  const ada = await api.signIn("viewer");
  const [token] = await listSessions(api.ctx, { userId: ada.id });
  const storage = sessionStorage(api.context());
  const session = await storage.getSession();
  session.set("userId", ada.id);
  session.set("sessionId", token?.id ?? "");
  session.set("sessionVersion", 1);
  expect(await findUser(pageRequest(cookieIn(await storage.commitSession(session))), api.context())).toBeNull();

  await api.ctx.db.session.update({ where: { id: token?.id ?? "" }, data: { kind: "browser" } });
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
});

test("a deleted user has no session, and a disabled one neither", async () => {
  for (const change of [{ deletedAt: new Date() }, { disabledAt: new Date() }]) {
    const ada = await api.signIn("viewer");
    const cookie = cookieIn((await startSession(ada, pageRequest(), api.context()))["Set-Cookie"]);
    expect(await findUser(pageRequest(cookie), api.context())).not.toBeNull();
    await api.ctx.db.user.update({ where: { id: ada.id }, data: change });
    expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
    expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
    const body = { email: ada.email, password: ada.password };
    expect((await api.call("POST", "/v1/auth/token", { body })).status).toBe(401);
  }
});

test("sign-ins are forgotten ninety days after their end, live ones and their tokens never", async () => {
  const ada = await api.signIn("viewer");
  const { db } = api.ctx;
  const rows = [
    { expiresAt: daysAgo(91) },
    { expiresAt: daysAgo(-5), revokedAt: daysAgo(91) },
    { expiresAt: daysAgo(89) },
    { expiresAt: daysAgo(-5), revokedAt: daysAgo(89) },
  ].map((row) => ({ id: api.ctx.newId(), userId: ada.id, kind: "browser", ...row }));
  await db.session.createMany({ data: rows });
  await db.rateLimit.create({ data: { key: "old", points: 1, expire: Date.now() - 1 } });
  await pruneSessions(api.ctx);
  const left = await db.session.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  expect(left.map(({ id }) => id).sort()).toEqual(
    rows
      .slice(2)
      .map(({ id }) => id)
      .sort(),
  );
  expect(await db.rateLimit.count({ where: { key: "old" } })).toBe(0);
  expect((await api.call("POST", "/v1/auth/refresh", { body: { refreshToken: ada.refreshToken } })).status).toBe(200);
});

test("cookies that an earlier secret signed are good while it is known", async () => {
  const ada = await api.signIn("viewer");
  const cookie = await browserSignIn(ada);
  const { ctx } = api;
  const { createSecrets } = await import("~/platform/secrets.server");
  const today = "today's secret, which is another one altogether";
  const rotated = { ...ctx, secrets: createSecrets(today, [ctx.env.SENTINEL_SECRET ?? ""]) };
  const forgotten = { ...ctx, secrets: createSecrets(today) };
  expect(await findUser(pageRequest(cookie), { ...api.context(), ctx: rotated })).not.toBeNull();
  expect(await findUser(pageRequest(cookie), { ...api.context(), ctx: forgotten })).toBeNull();
});
