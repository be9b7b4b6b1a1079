import { afterAll, beforeAll, expect, test } from "vitest";

import { createInvitation } from "~/domain/invitations/create-invitation.server";
import { findInvitation } from "~/domain/invitations/find-invitation.server";
import { redact } from "~/platform/redact";
import { type ApiClient, createApiClient } from "../support/api-client";
import { startFakeSmtp } from "../support/fake-smtp";
import { freePort } from "../support/free-port";

const PASSWORD = "seven quiet otters paint";

let api: ApiClient;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;
let token: string;
let address = 0;

beforeAll(async () => {
  api = await createApiClient({ PUBLIC_URL: "https://sentinel.example.com" });
  admin = await api.signIn("admin");
  token = admin.token;
});
afterAll(() => api.close());

const newEmail = () => `${api.ctx.newId()}@example.com`;
const invite = (values: object = {}) =>
  api.call("POST", "/v1/invitations", {
    token,
    body: { email: newEmail(), name: "Grace", role: "analyst", ...values },
  });
const tokenOf = (answer: { body: { url: string } }) => answer.body.url.split("/").at(-1) ?? "";
/** Each from an address of its own: how often one address may try is a test of its own. */
const accept = (given: string, values: object = {}, ip = `192.0.2.${(address++ % 250) + 1}`) =>
  api.call("POST", "/v1/invitations/accept", {
    ip,
    body: { token: given, name: "Grace", password: PASSWORD, ...values },
  });
const revoke = (id: string) => api.call("DELETE", `/v1/invitations/${id}`, { token });
const list = async (query = "") => (await api.call("GET", `/v1/invitations?limit=100&${query}`, { token })).body.data;
const stateOf = async (id: string) => (await list()).find((one: { id: string }) => one.id === id)?.state;
const actionsOf = async (resourceId: string) => {
  const rows = await api.ctx.db.auditLog.findMany({ where: { resourceId }, orderBy: { seq: "asc" } });
  return rows.map(({ action }) => action);
};

test("an invitation's link is shown once and stored as a hash only", async () => {
  const email = newEmail();
  const answer = await invite({ email: email.toUpperCase() });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("Location")).toBe(`/v1/invitations/${answer.body.id}`);
  expect(answer.body.url).toMatch(/^https:\/\/sentinel\.example\.com\/invitation\/[A-Za-z0-9_-]{43}$/);
  const { url, mailed, ...shown } = answer.body;
  expect(mailed).toBe(false);
  expect(shown).toMatchObject({ email, role: "analyst", state: "open", invitedBy: admin.id, invitedByName: "admin" });
  const days = (Date.parse(shown.expiresAt) - Date.parse(shown.createdAt)) / 86_400_000;
  expect(days).toBe(7);
  expect((await list("state=open"))[0]).toEqual(shown);

  const row = await api.ctx.db.invitation.findUniqueOrThrow({ where: { id: shown.id } });
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: shown.id } });
  expect(audit).toMatchObject([{ action: "invitation.created", actorId: admin.id }]);
  for (const stored of [Object.values(row).join(), audit.map(({ metadata }) => JSON.stringify(metadata)).join()]) {
    expect(stored).not.toContain(tokenOf(answer));
  }
  for (const line of [answer.body.url, `GET /invitation/${tokenOf(answer)} 200`]) {
    expect(redact(line)).not.toContain(tokenOf(answer));
  }
});

test("accepting makes the user with the invitation's address and role, once", async () => {
  const email = newEmail();
  const invitation = await invite({ email });
  expect(await findInvitation(api.ctx, { token: tokenOf(invitation) })).toEqual({
    email,
    name: "Grace",
    role: "analyst",
    expiresAt: invitation.body.expiresAt,
  });
  const made = await accept(tokenOf(invitation), { name: "Grace Hopper" });
  expect([made.status, made.body]).toEqual([
    201,
    { id: expect.any(String), email, name: "Grace Hopper", role: "analyst", mfaEnabled: false },
  ]);
  const signedIn = await api.call("POST", "/v1/auth/token", { body: { email, password: PASSWORD } });
  expect(signedIn.status).toBe(200);
  expect(await stateOf(invitation.body.id)).toBe("accepted");
  expect(await actionsOf(invitation.body.id)).toEqual(["invitation.created", "invitation.accepted"]);
  expect(await actionsOf(made.body.id)).toContain("user.created");
  expect((await accept(tokenOf(invitation))).status).toBe(404);
  expect([
    (await revoke(invitation.body.id)).status,
    await findInvitation(api.ctx, { token: tokenOf(invitation) }),
  ]).toEqual([409, null]);
});

test("of many who use one link at the same moment one gets in", async () => {
  const invitation = await invite();
  const answers = await Promise.all([1, 2, 3, 4].map(() => accept(tokenOf(invitation))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
});

test("whoever accepts sets neither role nor address", async () => {
  const invitation = await invite({ role: "viewer" });
  for (const extra of [{ role: "admin" }, { email: newEmail() }, { userId: admin.id }]) {
    const answer = await accept(tokenOf(invitation), extra);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, `/${Object.keys(extra)[0]}`]);
  }
  expect((await accept(tokenOf(invitation))).body.role).toBe("viewer");
});

test("a password that is refused does not use the link up", async () => {
  const invitation = await invite();
  const weak = await accept(tokenOf(invitation), { password: "password1" });
  expect([weak.status, weak.body.errors[0].pointer]).toEqual([400, "/password"]);
  expect((await accept(tokenOf(invitation))).status).toBe(201);
});

test("a used, revoked, expired, replaced and invented token are answered alike", async () => {
  const used = await invite();
  await accept(tokenOf(used));
  const revoked = await invite();
  expect((await revoke(revoked.body.id)).status).toBe(204);
  expect((await revoke(revoked.body.id)).status).toBe(204);
  const expired = await invite();
  await api.ctx.db.invitation.update({ where: { id: expired.body.id }, data: { expiresAt: new Date() } });
  const replaced = await invite();
  await invite({ email: replaced.body.email });
  const tokens = [...[used, revoked, expired, replaced].map(tokenOf), "A".repeat(43), "x"];
  const answers = [];
  for (const one of tokens) answers.push(await accept(one));
  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect({ ...answer.body, instance: "" }).toEqual({ ...answers[0]?.body, instance: "" });
  }
  expect(await Promise.all([expired, revoked, replaced].map(({ body }) => stateOf(body.id)))).toEqual([
    "expired",
    "revoked",
    "revoked",
  ]);
  expect(await actionsOf(revoked.body.id)).toEqual(["invitation.created", "invitation.revoked"]);
});

test("nobody is invited to an address that is a user's, nor in if it has become one", async () => {
  const ada = await api.signIn("viewer");
  const refused = await invite({ email: ada.email.toUpperCase() });
  expect([refused.status, refused.body.code]).toEqual([409, "duplicate_email"]);

  const invitation = await invite();
  const body = { email: invitation.body.email, name: "Other", role: "viewer" };
  await api.call("POST", "/v1/users", { token, body });
  const late = await accept(tokenOf(invitation));
  expect([late.status, late.body.code]).toEqual([409, "duplicate_email"]);
});

test.each([
  ["removed", "DELETE", undefined],
  ["disabled", "PATCH", { disabled: true }],
  ["demoted", "PATCH", { role: "analyst" }],
])("the open invitations of an admin who is %s end", async (_how, method, body) => {
  const boss = await api.signIn("admin");
  const invitation = await api.call("POST", "/v1/invitations", {
    token: boss.token,
    body: { email: newEmail(), name: "Back door", role: "admin" },
  });
  await api.call(method, `/v1/users/${boss.id}`, { token, ...(body === undefined ? {} : { body }) });
  expect((await accept(tokenOf(invitation))).status).toBe(404);
});

test("an address may try links only so often", async () => {
  const statuses = [];
  for (let tries = 0; tries < 21; tries++) statuses.push((await accept("wrong", {}, "198.51.100.77")).status);
  expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true);
  expect(statuses[20]).toBe(429);
});

test("the link is mailed where there is a mail server, and nothing fails when that one does", async () => {
  const smtp = await startFakeSmtp();
  try {
    const env = { ...api.ctx.env, SMTP_URL: smtp.url, SMTP_FROM: "Sentinel <sentinel@example.com>" };
    const actor = { userId: admin.id, role: "admin" as const };
    const input = { email: newEmail(), name: "Grace", role: "analyst" as const };
    const made = await createInvitation({ ...api.ctx, env }, { actor, input });
    expect(made.mailed).toBe(true);
    const [mail] = await smtp.waitForMails(1);
    expect(mail?.to).toEqual([input.email]);
    expect(mail?.parsed.text).toContain(made.url);
    expect(mail?.parsed.text).toContain("admin has invited you to Sentinel as an analyst");

    smtp.script({ at: "to", code: 550, text: "5.1.1 No such user" });
    const refused = await createInvitation({ ...api.ctx, env }, { actor, input });
    expect([refused.mailed, refused.invitation.state]).toEqual([false, "open"]);
    const away = { ...env, SMTP_URL: `smtp://127.0.0.1:${await freePort()}` };
    expect((await createInvitation({ ...api.ctx, env: away }, { actor, input })).mailed).toBe(false);
  } finally {
    await smtp.close();
  }
});
