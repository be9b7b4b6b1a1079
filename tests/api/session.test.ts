import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { completeSetup } from "~/domain/users/complete-setup.server";
import { ensureFirstAdmin } from "~/domain/users/ensure-first-admin.server";
import { findUser, requireUser, signIn, signOut, startSession } from "~/web/auth.server";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient({ PUBLIC_URL: "https://sentinel.example.com" });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.ctx.db.user.deleteMany();
  await api.ctx.db.setupCode.deleteMany();
});

const PAGE = "https://sentinel.example.com";

function formPost(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Request {
  const own = { "Sec-Fetch-Site": "same-origin", ...headers };
  return new Request(PAGE + path, { method: "POST", body: new URLSearchParams(fields), headers: own });
}
const pageRequest = (path: string, cookie = "") => new Request(PAGE + path, { headers: { Cookie: cookie } });
const cookieOf = (response: Response) => response.headers.get("Set-Cookie")?.split(";")[0] ?? "";

/** What a call throws as a Response. */
async function thrown(run: () => Promise<unknown>): Promise<Response> {
  const error = await run().then(
    () => new Error("nothing was thrown"),
    (reason: unknown) => reason,
  );
  if (error instanceof Response) return error;
  throw error;
}

test("signing in sets a host-bound signed cookie and leads to the page that was asked for", async () => {
  const ada = await api.signIn("analyst");
  const fields = { email: ada.email, password: ada.password, next: "/alerts?severity=critical" };
  const response = await signIn(formPost("/sign-in", fields), api.context());
  expect([response.status, response.headers.get("Location")]).toEqual([302, "/alerts?severity=critical"]);
  expect(response.headers.get("Set-Cookie")).toMatch(/^__Host-sentinel=.+Path=\/; HttpOnly; Secure; SameSite=Lax$/);

  const user = await requireUser(pageRequest("/alerts", cookieOf(response)), api.context(), "rule.write");
  expect(user).toEqual({
    id: ada.id,
    email: ada.email,
    name: "analyst",
    role: "analyst",
    sessionId: expect.any(String),
    mfaEnabled: false,
    mustEnroll: false,
  });
  const forbidden = await thrown(() =>
    requireUser(pageRequest("/channels", cookieOf(response)), api.context(), "channel.write"),
  );
  expect(forbidden.status).toBe(403);
});

test("next never leads to another site", async () => {
  const ada = await api.signIn("viewer");
  for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)"]) {
    const fields = { email: ada.email, password: ada.password, next };
    expect((await signIn(formPost("/sign-in", fields), api.context())).headers.get("Location")).toBe("/");
  }
});

test("without a session a page leads to the sign-in page and back", async () => {
  const response = await thrown(() => requireUser(pageRequest("/rules?page=2"), api.context()));
  expect(response.headers.get("Location")).toBe("/sign-in?next=%2Frules%3Fpage%3D2");
  const data = await thrown(() => requireUser(pageRequest("/rules.data?_routes=x&page=2"), api.context()));
  expect(data.headers.get("Location")).toBe("/sign-in?next=%2Frules%3Fpage%3D2");
});

test("wrong credentials are an error for the form", async () => {
  const request = formPost("/sign-in", { email: "nobody@example.com", password: "x" });
  await expect(signIn(request, api.context())).rejects.toMatchObject({ code: "unauthenticated" });
  // What no database keeps is a wrong address like any other.
  const hostile = formPost("/sign-in", { email: "ada\0@example.com", password: "x\0" });
  await expect(signIn(hostile, api.context())).rejects.toMatchObject({ code: "unauthenticated" });
});

test("a change sent from another site is refused", async () => {
  const cases = [{ "Sec-Fetch-Site": "cross-site" }, { "Sec-Fetch-Site": "same-site" }];
  for (const headers of cases) {
    expect((await thrown(() => signIn(formPost("/sign-in", {}, headers), api.context()))).status).toBe(403);
  }
  const byOrigin = new Request(`${PAGE}/sign-out`, { method: "POST", headers: { Origin: "https://evil.example" } });
  expect((await thrown(() => signOut(byOrigin, api.context()))).status).toBe(403);
  const own = new Request(`${PAGE}/sign-out`, { method: "POST", headers: { Origin: PAGE } });
  expect((await signOut(own, api.context())).status).toBe(302);
});

test("a session ends by signing out, by idling, by age, by disabling, by a changed user, and by tampering", async () => {
  const { db } = api.ctx;
  const start = async () => {
    const ada = await api.signIn("viewer");
    const headers = await startSession(ada, pageRequest("/"), api.context());
    const cookie = headers["Set-Cookie"].split(";")[0] ?? "";
    const user = await findUser(pageRequest("/", cookie), api.context());
    expect(user?.id).toBe(ada.id);
    return { ada, cookie, where: { id: user?.sessionId ?? "" } };
  };
  const isOver = async (cookie: string) => (await findUser(pageRequest("/", cookie), api.context())) === null;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

  const out = await start();
  await signOut(formPost("/sign-out", {}, { Cookie: out.cookie }), api.context());
  expect(await isOver(out.cookie)).toBe(true);

  const idle = await start();
  await db.session.update({ where: idle.where, data: { lastSeenAt: hoursAgo(11) } });
  expect(await isOver(idle.cookie)).toBe(false);
  await db.session.update({ where: idle.where, data: { lastSeenAt: hoursAgo(13) } });
  expect(await isOver(idle.cookie)).toBe(true);

  const old = await start();
  await db.session.update({ where: old.where, data: { expiresAt: hoursAgo(0) } });
  expect(await isOver(old.cookie)).toBe(true);

  const disabled = await start();
  await db.user.update({ where: { id: disabled.ada.id }, data: { disabledAt: new Date() } });
  expect(await isOver(disabled.cookie)).toBe(true);

  const changed = await start();
  await db.user.update({ where: { id: changed.ada.id }, data: { sessionVersion: 2 } });
  expect(await isOver(changed.cookie)).toBe(true);

  const { cookie } = await start();
  expect(await isOver(`${cookie.slice(0, -3)}abc`)).toBe(true);
  expect(await isOver("__Host-sentinel=eyJ1c2VySWQiOiJ4In0=.")).toBe(true);
});

test("the set-up code in the log makes the first admin, once", async () => {
  const lines: string[] = [];
  const log = Object.assign(Object.create(api.ctx.log), { info: (line: unknown) => lines.push(String(line)) });
  const ctx = { ...api.ctx, log };
  await ensureFirstAdmin(ctx);
  const code = /set-up code (\S+)/.exec(lines[0] ?? "")?.[1] ?? "";
  expect(code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);

  const input = { actor: {}, email: "ada@example.com", name: "Ada", password: "violet tractor 77 ladders" };
  await expect(completeSetup(ctx, { ...input, code: "AAAAA-AAAAA-AAAAA-AAAAA" })).rejects.toMatchObject({
    errors: [{ pointer: "/code" }],
  });
  await expect(completeSetup(ctx, { ...input, code, password: "Passw0rd!" })).rejects.toMatchObject({
    errors: [{ pointer: "/password" }],
  });
  const typed = code.toLowerCase().replaceAll("-", " ");
  const both = await Promise.allSettled([1, 2].map(() => completeSetup(ctx, { ...input, code: typed })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await api.ctx.db.user.findMany()).toMatchObject([{ email: "ada@example.com", role: "admin" }]);

  await ensureFirstAdmin(ctx);
  expect(lines).toHaveLength(1);
});

test("a restart makes another set-up code, and the one before it opens nothing", async () => {
  const lines: string[] = [];
  const log = Object.assign(Object.create(api.ctx.log), { info: (line: unknown) => lines.push(String(line)) });
  await ensureFirstAdmin({ ...api.ctx, log });
  await ensureFirstAdmin({ ...api.ctx, log });
  const [first = "", second = ""] = lines.map((line) => /set-up code (\S+)/.exec(line)?.[1] ?? "");
  expect(second).not.toBe(first);
  expect(await api.ctx.db.setupCode.count()).toBe(1);
  const input = { actor: {}, email: "ada@example.com", name: "Ada", password: "violet tractor 77 ladders" };
  await expect(completeSetup(api.ctx, { ...input, code: first })).rejects.toMatchObject({
    errors: [{ code: "wrong_code" }],
  });
  expect(await completeSetup(api.ctx, { ...input, code: second })).toMatchObject({ role: "admin" });
});

test("an easily guessed ADMIN_PASSWORD is honoured, with a warning that doesn't repeat it", async () => {
  const warnings: string[] = [];
  const log = Object.assign(Object.create(api.ctx.log), { warn: (line: unknown) => warnings.push(String(line)) });
  const env = { ...api.ctx.env, ADMIN_EMAIL: "root@example.com", ADMIN_PASSWORD: "michelle1" };
  await ensureFirstAdmin({ ...api.ctx, log, env });
  expect(await api.ctx.db.user.count()).toBe(1);
  expect(warnings).toEqual([expect.stringMatching(/^ADMIN_PASSWORD is on the lists of leaked passwords/)]);
  expect(warnings.join()).not.toContain("michelle1");
});

test("a set-up code expires", async () => {
  const lines: string[] = [];
  const log = Object.assign(Object.create(api.ctx.log), { info: (line: unknown) => lines.push(String(line)) });
  await ensureFirstAdmin({ ...api.ctx, log });
  await api.ctx.db.setupCode.updateMany({ data: { expiresAt: new Date() } });
  const code = /set-up code (\S+)/.exec(lines[0] ?? "")?.[1] ?? "";
  const input = { actor: {}, email: "ada@example.com", name: "Ada", password: "violet tractor 77 ladders", code };
  await expect(completeSetup(api.ctx, input)).rejects.toMatchObject({ errors: [{ code: "wrong_code" }] });
});

test("the environment's admin is made once, also by instances that start together", async () => {
  const env = { ...api.ctx.env, ADMIN_EMAIL: "Root@Example.com", ADMIN_PASSWORD: "violet tractor 77 ladders" };
  const ctx = { ...api.ctx, env };
  await Promise.all([ensureFirstAdmin(ctx), ensureFirstAdmin(ctx)]);
  expect(await api.ctx.db.user.findMany()).toMatchObject([{ email: "root@example.com", role: "admin" }]);
  await ensureFirstAdmin({ ...ctx, env: { ...env, ADMIN_EMAIL: "another@example.com" } });
  expect(await api.ctx.db.user.count()).toBe(1);
  const fields = { email: "root@example.com", password: "violet tractor 77 ladders" };
  expect((await signIn(formPost("/sign-in", fields), { ...api.context(), ctx })).status).toBe(302);
});
