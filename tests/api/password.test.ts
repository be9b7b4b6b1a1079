import { afterAll, beforeAll, expect, test } from "vitest";

import { changePassword } from "~/domain/users/change-password.server";
import { findUser, reissueSession, startSession } from "~/web/auth.server";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

const NEW = "forty-two purple walruses";
const pageRequest = (cookie = "") => new Request("http://localhost:3000/", { headers: { Cookie: cookie } });
const change = (token: string, body: unknown) => api.call("POST", "/v1/me/password", { token, body });
const signInWith = (email: string, password: string) =>
  api.call("POST", "/v1/auth/token", { body: { email, password } });

test("a changed password is the only one that works, and ends everything that was issued before", async () => {
  const ada = await api.signIn("analyst");
  const other = (await signInWith(ada.email, ada.password)).body;
  const cookie = (await startSession(ada, pageRequest(), api.context()))["Set-Cookie"].split(";")[0] ?? "";

  const answer = await change(ada.token, { currentPassword: ada.password, newPassword: NEW });
  expect(answer.status).toBe(200);
  for (const token of [ada.token, other.accessToken]) {
    expect((await api.call("GET", "/v1/me", { token })).status).toBe(401);
  }
  for (const refreshToken of [ada.refreshToken, other.refreshToken]) {
    expect((await api.call("POST", "/v1/auth/refresh", { body: { refreshToken } })).status).toBe(401);
  }
  expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
  expect((await signInWith(ada.email, ada.password)).status).toBe(401);
  expect((await signInWith(ada.email, NEW)).status).toBe(200);

  // The sign-in in use goes on with the pair that was answered.
  const { accessToken, refreshToken } = answer.body;
  expect((await api.call("GET", "/v1/me", { token: accessToken })).status).toBe(200);
  expect((await api.call("POST", "/v1/auth/refresh", { body: { refreshToken } })).status).toBe(200);
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: ada.id } });
  expect(user.passwordChangedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  const audited = await api.ctx.db.auditLog.findFirst({ where: { action: "auth.password_changed", actorId: ada.id } });
  expect(audited).toMatchObject({ resourceId: ada.id, metadata: { sessionsEnded: 2 } });
  expect(JSON.stringify(audited?.metadata)).not.toContain(NEW);
});

test("a browser's cookie goes on when it is issued anew", async () => {
  const ada = await api.signIn("viewer");
  const before = (await startSession(ada, pageRequest(), api.context()))["Set-Cookie"].split(";")[0] ?? "";
  const user = await findUser(pageRequest(before), api.context());
  if (user === null) throw new Error("not signed in");
  const actor = { userId: user.id, role: user.role, sessionId: user.sessionId };
  const { sessionVersion } = await changePassword(api.ctx, { actor, currentPassword: ada.password, newPassword: NEW });
  expect(sessionVersion).toBe(2);
  expect(await findUser(pageRequest(before), api.context())).toBeNull();
  const after = (await reissueSession(user, api.context()))["Set-Cookie"].split(";")[0] ?? "";
  expect((await findUser(pageRequest(after), api.context()))?.id).toBe(ada.id);
});

test("a wrong current password, a weak new one and the same one are refused at their field", async () => {
  const ada = await api.signIn("viewer");
  const cases = [
    { body: { currentPassword: "wrong", newPassword: NEW }, pointer: "/currentPassword", code: "wrong_password" },
    { body: { currentPassword: ada.password, newPassword: "short" }, pointer: "/newPassword", code: "too_short" },
    {
      body: { currentPassword: ada.password, newPassword: "P4ssw0rd!2024" },
      pointer: "/newPassword",
      code: "common_password",
    },
    {
      body: { currentPassword: ada.password, newPassword: ada.email },
      pointer: "/newPassword",
      code: "common_password",
    },
    {
      body: { currentPassword: ada.password, newPassword: ada.password },
      pointer: "/newPassword",
      code: "same_password",
    },
  ];
  for (const { body, pointer, code } of cases) {
    const answer = await change(ada.token, body);
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ pointer, code }]]);
  }
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(200);
});

test("a stolen token is no place to guess the password at", async () => {
  const ada = await api.signIn("viewer");
  const wrong = { currentPassword: "wrong", newPassword: NEW };
  for (let tries = 0; tries < 10; tries++) expect((await change(ada.token, wrong)).status).toBe(400);
  const refused = await change(ada.token, { currentPassword: ada.password, newPassword: NEW });
  expect(refused.status).toBe(429);
  const confirm = await api.call("POST", "/v1/me/confirm", { token: ada.token, body: { password: ada.password } });
  expect(confirm.status).toBe(429);
  const failed = { action: "auth.confirmation_failed", actorId: ada.id };
  expect(await api.ctx.db.auditLog.count({ where: failed })).toBe(10);
});

test("of two changes at once one wins", async () => {
  const ada = await api.signIn("viewer");
  const bodies = [NEW, `${NEW} too`].map((newPassword) => ({ currentPassword: ada.password, newPassword }));
  const answers = await Promise.all(bodies.map((body) => change(ada.token, body)));
  // The other one finds the password changed meanwhile, or, when it begins later, its own sign-in ended.
  const [first, second] = answers.map(({ status }) => status).sort();
  expect(first).toBe(200);
  expect([401, 409]).toContain(second);
  const winner = bodies[answers.findIndex(({ status }) => status === 200)]?.newPassword ?? "";
  expect((await signInWith(ada.email, winner)).status).toBe(200);
});

test("a session that was made with the old password while it changed is worth nothing", async () => {
  const ada = await api.signIn("viewer");
  // What `authenticate` gave just before the change.
  const authenticated = { ...ada, name: "Ada", role: "viewer" as const, sessionVersion: 1 };
  await change(ada.token, { currentPassword: ada.password, newPassword: NEW });
  const cookie = (await startSession(authenticated, pageRequest(), api.context()))["Set-Cookie"].split(";")[0] ?? "";
  expect(await findUser(pageRequest(cookie), api.context())).toBeNull();
});

test("confirming stamps the sign-in, and only that one", async () => {
  const ada = await api.signIn("viewer");
  await signInWith(ada.email, ada.password);
  const old = new Date(Date.now() - 3_600_000);
  await api.ctx.db.session.updateMany({ where: { userId: ada.id }, data: { authenticatedAt: old } });
  const wrong = await api.call("POST", "/v1/me/confirm", { token: ada.token, body: { password: "wrong" } });
  expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ pointer: "/password", code: "wrong_password" }]]);
  const right = await api.call("POST", "/v1/me/confirm", { token: ada.token, body: { password: ada.password } });
  expect(right.status).toBe(204);
  const sessions = await api.ctx.db.session.findMany({ where: { userId: ada.id } });
  expect(sessions.filter(({ authenticatedAt }) => authenticatedAt > old)).toHaveLength(1);
});
