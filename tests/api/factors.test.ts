import { setTimeout as delay } from "node:timers/promises";
import { generate } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";

import { disableTotp } from "~/domain/factors/disable-totp.server";
import { findUser, requireUser, startSession } from "~/web/auth.server";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;

beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

type Person = Awaited<ReturnType<ApiClient["signIn"]>>;
const STEP_SECONDS = 30;
const now = () => Math.floor(Date.now() / 1000);
/** The code of the step that is `steps` away from now. */
const codeOf = (secret: string, steps = 0) => generate({ secret, epoch: now() + steps * STEP_SECONDS });
const signInWith = ({ email, password }: Person, totp?: string, ip?: string) =>
  api.call("POST", "/v1/auth/token", {
    body: { email, password, ...(totp === undefined ? {} : { totp }) },
    ...(ip ? { ip } : {}),
  });
const post = (token: string, path: string, body?: unknown) => api.call("POST", path, { token, body });

/** Sets an authenticator up, and leaves the code that did it to be used for signing in. */
async function enrol(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await post(person.token, "/v1/me/totp")).body;
  const confirmed = await post(person.token, "/v1/me/totp/confirm", { code: await codeOf(secret) });
  expect(confirmed.status).toBe(200);
  await api.ctx.db.user.update({ where: { id: person.id }, data: { totpLastStep: null } });
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}
/** Waits, when the step is nearly over, for the next: no code then grows a step older before it is looked at. */
const stepWithTimeLeft = () => {
  const leftMs = STEP_SECONDS * 1000 - (Date.now() % (STEP_SECONDS * 1000));
  return leftMs > 12_000 ? undefined : delay(leftMs);
};
const age = (person: Person) =>
  api.ctx.db.session.updateMany({
    where: { userId: person.id },
    data: { authenticatedAt: new Date(Date.now() - 11 * 60_000) },
  });

test("an authenticator is asked for from its first code on, and not before", async () => {
  const ada = await api.signIn("viewer");
  const begun = await post(ada.token, "/v1/me/totp");
  expect(begun.body.uri).toBe(
    `otpauth://totp/Sentinel:${encodeURIComponent(ada.email)}?secret=${begun.body.secret}&issuer=Sentinel`,
  );
  expect(begun.body.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect((await signInWith(ada)).status).toBe(200);
  expect((await post(ada.token, "/v1/me/totp/confirm", { code: "000000" })).body.errors).toMatchObject([
    { pointer: "/code", code: "wrong_totp" },
  ]);
  const code = await codeOf(begun.body.secret);
  const confirmed = await post(ada.token, "/v1/me/totp/confirm", { code });
  expect(confirmed.body.recoveryCodes).toHaveLength(10);
  expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
  expect((await api.call("GET", "/v1/me", { token: ada.token })).body.mfaEnabled).toBe(true);
  const state = await api.call("GET", "/v1/me/totp", { token: ada.token });
  expect(state.body).toEqual({ enabled: true, enabledAt: expect.any(String), recoveryCodesLeft: 10 });
  expect((await signInWith(ada)).body.code).toBe("totp_required");
  expect((await signInWith(ada, code)).body.code).toBe("wrong_totp");
  expect((await post(ada.token, "/v1/me/totp")).body.code).toBe("totp_enabled");
});

test("setting one up ends the sign-ins that were made without it", async () => {
  const ada = await api.signIn("viewer");
  const other = (await signInWith(ada)).body;
  await enrol(ada);
  expect((await api.call("GET", "/v1/me", { token: other.accessToken })).status).toBe(401);
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(200);
});

test("each code works once, also twice at the same moment and after a later one", async () => {
  const ada = await api.signIn("viewer");
  const { secret } = await enrol(ada);
  const code = await codeOf(secret);
  const together = await Promise.all([1, 2, 3].map(() => signInWith(ada, code)));
  expect(together.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect((await signInWith(ada, code)).body.code).toBe("wrong_totp");
  expect((await signInWith(ada, await codeOf(secret, 1))).status).toBe(200);
  expect((await signInWith(ada, code)).status).toBe(401);
});

test("a code of one step before or after is taken, of three is not", async () => {
  const [late, early, far] = [await api.signIn("viewer"), await api.signIn("viewer"), await api.signIn("viewer")];
  const secrets = new Map<string, string>();
  for (const person of [late, early, far]) {
    secrets.set(person.id, (await enrol(person)).secret);
  }
  const secretOf = (person: Person) => secrets.get(person.id) ?? "";
  await stepWithTimeLeft();
  expect((await signInWith(late, ` ${(await codeOf(secretOf(late), -1)).replace(/^.../, "$& ")} `)).status).toBe(200);
  expect((await signInWith(early, await codeOf(secretOf(early), 1))).status).toBe(200);
  for (const steps of [-3, 3]) expect((await signInWith(far, await codeOf(secretOf(far), steps))).status).toBe(401);
});

test("a wrong password is answered alike with and without a second factor, whatever code comes with it", async () => {
  const ada = await api.signIn("viewer");
  const { secret } = await enrol(ada);
  const plain = await api.signIn("viewer");
  const answers = [];
  for (const email of [ada.email, plain.email, "nobody@example.com"]) {
    const body = { email, password: "not the password", totp: await codeOf(secret) };
    answers.push((await api.call("POST", "/v1/auth/token", { body })).body);
  }
  expect(new Set(answers.map(({ code, detail }) => `${code} ${detail}`)).size).toBe(1);
  // The code was not used up by it.
  expect((await signInWith(ada, await codeOf(secret))).status).toBe(200);
});

test("a recovery code replaces the authenticator once, however it is typed, and the audit log counts them", async () => {
  const ada = await api.signIn("viewer");
  const { recoveryCodes } = await enrol(ada);
  const [first = "", second = ""] = recoveryCodes;
  expect(first).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect((await signInWith(ada, first.toLowerCase().replaceAll("-", " ").replaceAll("0", "o"))).status).toBe(200);
  expect((await signInWith(ada, first)).body.code).toBe("wrong_totp");
  const together = await Promise.all([1, 2].map(() => signInWith(ada, second)));
  expect(together.map(({ status }) => status).sort()).toEqual([200, 401]);
  const used = await api.ctx.db.auditLog.findMany({
    where: { action: "auth.recovery_code_used", actorId: ada.id },
    orderBy: { createdAt: "asc" },
  });
  expect(used.map(({ metadata }) => metadata)).toMatchObject([{ left: 9 }, { left: 8 }]);
  const eve = await api.signIn("viewer");
  await enrol(eve);
  expect((await signInWith(eve, recoveryCodes[2])).status).toBe(401);
});

test("neither the secret nor a recovery code is stored in the clear", async () => {
  const ada = await api.signIn("viewer");
  const { secret, recoveryCodes } = await enrol(ada);
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: ada.id }, include: { recoveryCodes: true } });
  const logs = await api.ctx.db.auditLog.findMany({ where: { resourceId: ada.id } });
  const stored = JSON.stringify([user, logs], (_, value) => (typeof value === "bigint" ? String(value) : value));
  for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll("-", ""))]) {
    expect(stored).not.toContain(text);
  }
});

test("new recovery codes replace all earlier ones", async () => {
  const ada = await api.signIn("viewer");
  const { recoveryCodes } = await enrol(ada);
  const renewed = await post(ada.token, "/v1/me/totp/recovery-codes");
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect((await signInWith(ada, recoveryCodes[0])).status).toBe(401);
  expect((await signInWith(ada, renewed.body.recoveryCodes[0])).status).toBe(200);
  const plain = await api.signIn("viewer");
  expect((await post(plain.token, "/v1/me/totp/recovery-codes")).body.code).toBe("totp_not_enabled");
});

test("taken away it is not asked for any more, and other sign-ins end", async () => {
  const ada = await api.signIn("viewer");
  const { secret, recoveryCodes } = await enrol(ada);
  const other = (await signInWith(ada, recoveryCodes[0])).body;
  const state = await api.call("GET", "/v1/me/totp", { token: ada.token });
  const stale = await api.call("DELETE", "/v1/me/totp", { token: ada.token, headers: { "If-Match": '"another"' } });
  expect(stale.status).toBe(412);
  const headers = { "If-Match": state.headers.get("ETag") ?? "" };
  expect((await api.call("DELETE", "/v1/me/totp", { token: ada.token, headers })).status).toBe(204);
  expect((await api.call("DELETE", "/v1/me/totp", { token: ada.token })).status).toBe(404);
  expect((await api.call("GET", "/v1/me", { token: other.accessToken })).status).toBe(401);
  expect((await signInWith(ada)).status).toBe(200);
  expect(await api.ctx.db.recoveryCode.count({ where: { userId: ada.id } })).toBe(0);
  expect((await post(ada.token, "/v1/me/totp/confirm", { code: await codeOf(secret) })).body.code).toBe(
    "totp_not_started",
  );
});

test("changes of factors ask for a sign-in of the last ten minutes, or a confirmation", async () => {
  const ada = await api.signIn("viewer");
  await age(ada);
  expect((await post(ada.token, "/v1/me/totp")).body.code).toBe("reauthentication_required");
  await post(ada.token, "/v1/me/confirm", { password: ada.password });
  const { secret } = await enrol(ada);
  await age(ada);
  const calls = [
    () => post(ada.token, "/v1/me/totp/recovery-codes"),
    () => api.call("DELETE", "/v1/me/totp", { token: ada.token }),
  ];
  for (const call of calls) expect((await call()).body.code).toBe("reauthentication_required");

  const { password } = ada;
  const missing = await post(ada.token, "/v1/me/confirm", { password });
  expect([missing.status, missing.body.errors]).toMatchObject([400, [{ pointer: "/totp", code: "totp_required" }]]);
  const wrong = await post(ada.token, "/v1/me/confirm", { password, totp: "000000" });
  expect(wrong.body.errors).toMatchObject([{ pointer: "/totp", code: "wrong_totp" }]);
  expect((await post(ada.token, "/v1/me/confirm", { password, totp: await codeOf(secret) })).status).toBe(204);
  for (const call of calls) expect((await call()).status).toBeLessThan(300);
});

test("wrong codes are counted, and asking for the code is no way to start anew", async () => {
  const ada = await api.signIn("viewer");
  const { secret } = await enrol(ada);
  for (let tries = 0; tries < 9; tries++) {
    expect((await signInWith(ada, "000000", "198.51.100.20")).body.code).toBe("wrong_totp");
    expect((await signInWith(ada, undefined, "198.51.100.20")).body.code).toBe("totp_required");
  }
  await signInWith(ada, "000000", "198.51.100.20");
  expect((await signInWith(ada, await codeOf(secret), "198.51.100.20")).status).toBe(429);

  // From everywhere together: twenty an hour, but for addresses that have signed in before.
  for (let tries = 0; tries < 11; tries++) await signInWith(ada, "000000", `198.51.100.${21 + tries}`);
  expect((await signInWith(ada, await codeOf(secret), "198.51.100.90")).status).toBe(429);
  expect((await signInWith(ada, await codeOf(secret), "203.0.113.7")).status).toBe(200);
  const failed = await api.ctx.db.auditLog.findFirst({ where: { action: "auth.login_failed", actorId: ada.id } });
  expect(failed?.metadata).toMatchObject({ reason: "wrong_totp" });
});

test("an admin may take somebody's lost authenticator away, which signs them out; nobody else may", async () => {
  const [ada, eve, root] = [await api.signIn("viewer"), await api.signIn("analyst"), await api.signIn("admin")];
  await enrol(ada);
  const actorOf = async (person: Person, role: "analyst" | "admin") => {
    const session = await api.ctx.db.session.findFirstOrThrow({ where: { userId: person.id } });
    return { userId: person.id, role, sessionId: session.id };
  };
  const byEve = disableTotp(api.ctx, { actor: await actorOf(eve, "analyst"), userId: ada.id });
  await expect(byEve).rejects.toMatchObject({ code: "not_found" });
  await disableTotp(api.ctx, { actor: await actorOf(root, "admin"), userId: ada.id });
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(401);
  expect((await signInWith(ada)).status).toBe(200);
});

test("who lacks a factor that their role demands can only set one up, by the API and in the browser", async () => {
  const [root, ada] = [await api.signIn("admin"), await api.signIn("analyst")];
  const settings = await api.call("GET", "/v1/settings/security", { token: root.token });
  expect(settings.body).toEqual({ requireTotpFor: [] });
  const patch = (body: unknown, etag: string | null) =>
    api.call("PATCH", "/v1/settings/security", { token: root.token, body, headers: { "If-Match": etag ?? "" } });
  const changed = await patch({ requireTotpFor: ["analyst", "analyst"] }, settings.headers.get("ETag"));
  expect(changed.body).toEqual({ requireTotpFor: ["analyst"] });
  expect((await patch({ requireTotpFor: [] }, settings.headers.get("ETag"))).status).toBe(412);
  expect((await patch({ requireTotpFor: ["root"] }, changed.headers.get("ETag"))).status).toBe(400);

  expect((await api.call("GET", "/v1/alerts", { token: ada.token })).body.code).toBe("totp_enrollment_required");
  expect((await api.call("GET", "/v1/alerts", { token: root.token })).status).toBe(200);
  expect((await api.call("GET", "/v1/me", { token: ada.token })).status).toBe(200);

  let cookie = "";
  const page = (path: string) => new Request(`http://localhost:3000${path}`, { headers: { Cookie: cookie } });
  cookie = (await startSession(ada, page("/"), api.context()))["Set-Cookie"].split(";")[0] ?? "";
  expect(await findUser(page("/"), api.context())).toMatchObject({ mfaEnabled: false, mustEnroll: true });
  const refused = await requireUser(page("/rules"), api.context()).catch((reason: unknown) => reason);
  expect(refused instanceof Response && refused.headers.get("Location")).toBe("/account/two-factor");
  for (const path of ["/account/two-factor", "/account/two-factor.data?_routes=x", "/account/confirm?next=%2F"]) {
    expect((await requireUser(page(path), api.context())).id).toBe(ada.id);
  }

  await enrol(ada);
  expect((await api.call("GET", "/v1/alerts", { token: ada.token })).status).toBe(200);
  const audited = await api.ctx.db.auditLog.findFirst({ where: { action: "security.updated" } });
  expect(audited?.metadata).toMatchObject({ before: { requireTotpFor: [] }, after: { requireTotpFor: ["analyst"] } });
});
