import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startBrowserSession } from "~/domain/users/start-browser-session.server";
import { paths } from "~/paths";
import { action as changePerson } from "~/routes/_app.people.$userId";
import { action as inviteSomebody } from "~/routes/_app.people.invite";
import { sessionStorage } from "~/web/session.server";
import { type ApiClient, createApiClient } from "../../support/api-client";

type PageAction = (args: ActionFunctionArgs) => Promise<unknown>;
type User = Awaited<ReturnType<ApiClient["signIn"]>>;

let api: ApiClient;
let admin: User;

beforeAll(async () => {
  api = await createApiClient();
  admin = await api.signIn("admin");
});
afterAll(() => api.close());

const PASSWORD = "violet tractor 77 ladders";
const newEmail = () => `${api.ctx.newId()}@example.com`;

async function keyOf({ token }: User): Promise<string> {
  const body = { name: "automation", expiresIn: 1 };
  return (await api.call("POST", "/v1/api-keys", { token, body })).body.key;
}

async function growOld({ id }: User): Promise<void> {
  await api.ctx.db.session.updateMany({
    where: { userId: id },
    data: { authenticatedAt: new Date(Date.now() - 11 * 60_000) },
  });
}

/** What would let somebody in for good, whatever becomes of the credential that did it. */
async function lastingChanges(token: string): Promise<[string, number, string][]> {
  const { id } = await api.signIn("analyst");
  const calls: [string, string, string, object][] = [
    ["make an admin", "POST", "/v1/users", { email: newEmail(), name: "E", role: "admin", password: PASSWORD }],
    ["invite an admin", "POST", "/v1/invitations", { email: newEmail(), name: "E", role: "admin" }],
    ["promote to admin", "PATCH", `/v1/users/${id}`, { role: "admin" }],
    ["set a password", "PATCH", `/v1/users/${id}`, { password: "another pass phrase 12" }],
    ["make a key", "POST", "/v1/api-keys", { name: "E", expiresIn: 365 }],
    ["set up a factor", "POST", "/v1/me/totp", {}],
  ];
  const answers: [string, number, string][] = [];
  for (const [what, method, path, body] of calls) {
    const answer = await api.call(method, path, { token, ...(Object.keys(body).length === 0 ? {} : { body }) });
    answers.push([what, answer.status, answer.body?.code ?? ""]);
  }
  return answers;
}

test("a stolen API key of an admin makes nothing that outlives it", async () => {
  const key = await keyOf(await api.signIn("admin"));
  for (const [what, status, code] of await lastingChanges(key)) {
    expect([what, status, code]).toEqual([what, 403, "not_for_api_keys"]);
  }
  // What it is for goes on: people of lower roles, and taking rights away.
  const body = { email: newEmail(), name: "New", role: "viewer" };
  const made = await api.call("POST", "/v1/users", { token: key, body });
  expect(made.status, made.text).toBe(201);
  const demoted = await api.call("PATCH", `/v1/users/${(await api.signIn("admin")).id}`, {
    token: key,
    body: { role: "viewer" },
  });
  expect(demoted.status).toBe(200);
});

test("a stolen sign-in of an admin makes nothing that outlives it once it is ten minutes old", async () => {
  const thief = await api.signIn("admin");
  await growOld(thief);
  for (const [what, status, code] of await lastingChanges(thief.token)) {
    expect([what, status, code]).toEqual([what, 403, "reauthentication_required"]);
  }
  const right = await api.call("POST", "/v1/me/confirm", { token: thief.token, body: { password: thief.password } });
  expect(right.status).toBe(204);
  for (const [what, status] of await lastingChanges(thief.token)) expect([what, status < 300]).toEqual([what, true]);
});

test("on the pages, too, an old sign-in makes no admin: it is led to where it proves who it is", async () => {
  const thief = await api.signIn("admin");
  const session = { userId: thief.id, sessionVersion: 1 };
  const sessionId = await startBrowserSession(api.ctx, { userId: thief.id, ip: "203.0.113.7", userAgent: null });
  const storage = sessionStorage(api.context());
  const made = await storage.getSession();
  for (const [name, value] of Object.entries({ ...session, sessionId })) made.set(name as "userId", value as string);
  const cookie = (await storage.commitSession(made)).split(";")[0] ?? "";
  await growOld(thief);
  const { id } = await api.signIn("viewer");
  const submit = (page: PageAction, path: string, form: Record<string, string>, params = {}) => {
    const headers = { Cookie: cookie, "Sec-Fetch-Site": "same-origin" };
    const request = new Request(api.ctx.env.PUBLIC_URL + path, {
      method: "POST",
      body: new URLSearchParams(form),
      headers,
    });
    return Promise.resolve(page({ request, params, context: api.context() })).catch((thrown: unknown) => thrown);
  };
  const person = { intent: "save", name: "E", role: "admin" };
  const answers = [
    await submit(inviteSomebody, "/people/invite", { email: newEmail(), name: "E", role: "admin" }),
    await submit(changePerson, `/people/${id}`, person, { userId: id }),
  ];
  const leadTo = answers.map((answer) => (answer instanceof Response ? answer.headers.get("Location") : answer));
  expect(leadTo).toEqual([paths.confirmIdentity(paths.newInvitation()), paths.confirmIdentity(paths.person(id))]);
  // The name alone is no such change.
  await submit(changePerson, `/people/${id}`, { ...person, role: "viewer" }, { userId: id });
  expect(await api.ctx.db.user.findUnique({ where: { id } })).toMatchObject({ name: "E", role: "viewer" });
});

test("confirming with a key, or somebody else's password, opens nothing", async () => {
  const other = await api.signIn("admin");
  await growOld(other);
  const byKey = await api.call("POST", "/v1/me/confirm", {
    token: await keyOf(await api.signIn("admin")),
    body: { password: PASSWORD },
  });
  expect(byKey.body.code).toBe("not_for_api_keys");
  const wrong = await api.call("POST", "/v1/me/confirm", {
    token: other.token,
    body: { password: "not the password" },
  });
  expect(wrong.status).toBe(400);
  expect((await lastingChanges(other.token)).every(([, status]) => status === 403)).toBe(true);
});

test("nobody gives themselves a role, by whatever door", async () => {
  for (const role of ["viewer", "analyst"] as const) {
    const user = await api.signIn(role);
    const doors: [string, string, object][] = [
      ["PATCH", "/v1/me", { name: "E", role: "admin" }],
      ["PATCH", `/v1/users/${user.id}`, { role: "admin" }],
      ["POST", "/v1/api-keys", { name: "E", role: "admin", expiresIn: 1 }],
      ["POST", "/v1/users", { email: newEmail(), name: "E", role: "admin" }],
      ["POST", "/v1/invitations", { email: newEmail(), name: "E", role: "viewer" }],
      ["POST", "/v1/configuration?apply=true", { version: 1 }],
    ];
    for (const [method, path, body] of doors) {
      const { status } = await api.call(method, path, { token: user.token, body });
      expect([role, path, [400, 403, 405].includes(status)]).toEqual([role, path, true]);
    }
    expect((await api.call("GET", "/v1/me", { token: user.token })).body.role).toBe(role);
  }
});

test("a key of a lower role replays no answer that its owner's own sign-in was given", async () => {
  const headers = { "Idempotency-Key": "one" };
  const body = { type: "webhook", name: "Hook", config: { url: "https://hooks.invalid/x" } };
  const first = await api.call("POST", "/v1/notifications/channels", { token: admin.token, body, headers });
  expect(first.status, first.text).toBe(201);
  const keyBody = { name: "reader", role: "viewer", expiresIn: 1 };
  const { key } = (await api.call("POST", "/v1/api-keys", { token: admin.token, body: keyBody })).body;
  expect((await api.call("POST", "/v1/notifications/channels", { token: key, body, headers })).status).toBe(403);
  const other = await api.signIn("admin");
  const again = await api.call("POST", "/v1/notifications/channels", { token: other.token, body, headers });
  expect(again.headers.get("Idempotency-Replayed")).toBeNull();
});

test("of two admins who demote each other at the same moment one stays", async () => {
  const own = await createApiClient();
  try {
    const [a, b] = [await own.signIn("admin"), await own.signIn("admin")];
    const demote = (by: User, whom: User) =>
      own.call("PATCH", `/v1/users/${whom.id}`, { token: by.token, body: { role: "viewer" } });
    for (let round = 0; round < 3; round++) {
      await Promise.all([demote(a, b), demote(b, a), demote(a, b), demote(b, a)]);
      const admins = await own.ctx.db.user.count({ where: { role: "admin" } });
      expect(admins).toBeGreaterThan(0);
    }
  } finally {
    await own.close();
  }
});

test("a recovery code that comes ten times at once lets one in", async () => {
  const user = await api.signIn("viewer");
  const { generate } = await import("otplib");
  const { secret } = (await api.call("POST", "/v1/me/totp", { token: user.token })).body;
  const code = await generate({ secret });
  const confirmed = await api.call("POST", "/v1/me/totp/confirm", { token: user.token, body: { code } });
  expect(confirmed.status, confirmed.text).toBe(200);
  const [totp] = confirmed.body.recoveryCodes;
  const { email, password } = user;
  const tries = Array.from({ length: 8 }, (_, index) =>
    api.call("POST", "/v1/auth/token", { body: { email, password, totp }, ip: `198.51.100.${index + 1}` }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 401)).toHaveLength(7);
});
