import { afterAll, beforeAll, expect, test } from "vitest";

import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import type { Role } from "~/domain/users/role";
import { type ApiClient, apiRoutes, createApiClient, pathOfRoute } from "../support/api-client";

/** The lowest role that may; "in person": by a sign-in, never by an API key. */
type Expected = "anyone" | Role | `${Role} in person`;

/**
 * Who may call what, written down a second time and by hand: a mistake in the product's own table, or a route that
 * nobody thought about, fails here.
 */
const EXPECTED: Record<string, Expected> = {
  "POST /v1/auth/token": "anyone",
  "POST /v1/auth/refresh": "anyone",
  "POST /v1/auth/revoke": "anyone",
  "POST /v1/invitations/accept": "anyone",
  "GET /v1/openapi.json": "anyone",

  "GET /v1/me": "viewer",
  "PATCH /v1/me": "viewer in person",
  "POST /v1/me/password": "viewer in person",
  "POST /v1/me/confirm": "viewer in person",
  "GET /v1/me/sessions": "viewer",
  "DELETE /v1/me/sessions": "viewer in person",
  "DELETE /v1/me/sessions/{id}": "viewer in person",
  "GET /v1/me/totp": "viewer",
  "POST /v1/me/totp": "viewer in person",
  "DELETE /v1/me/totp": "viewer in person",
  "POST /v1/me/totp/confirm": "viewer in person",
  "POST /v1/me/totp/recovery-codes": "viewer in person",
  "GET /v1/me/chat-links": "viewer",
  "POST /v1/me/chat-links": "viewer in person",
  "DELETE /v1/me/chat-links/{id}": "viewer in person",
  "GET /v1/api-keys": "viewer",
  "POST /v1/api-keys": "viewer in person",
  "DELETE /v1/api-keys/{id}": "viewer in person",

  "GET /v1/users": "admin",
  "POST /v1/users": "admin",
  "GET /v1/users/{id}": "admin",
  "PATCH /v1/users/{id}": "admin",
  "DELETE /v1/users/{id}": "admin",
  "GET /v1/users/{id}/sessions": "admin",
  "DELETE /v1/users/{id}/sessions": "admin in person",
  "DELETE /v1/users/{id}/totp": "admin in person",
  "GET /v1/invitations": "admin",
  "POST /v1/invitations": "admin",
  "DELETE /v1/invitations/{id}": "admin",
  "GET /v1/settings/security": "admin",
  "PATCH /v1/settings/security": "admin in person",

  "GET /v1/alerts": "viewer",
  "GET /v1/alerts/stream": "viewer",
  "GET /v1/alerts/{id}": "viewer",
  "GET /v1/alerts/{id}/deliveries": "viewer",
  "GET /v1/alerts/{id}/response": "viewer",
  "GET /v1/alerts/{id}/comments": "viewer",
  "POST /v1/alerts/{id}/comments": "analyst",
  "PATCH /v1/alerts/{id}/acknowledge": "analyst",
  "POST /v1/alerts/acknowledge": "analyst",
  "GET /v1/events": "viewer",

  "GET /v1/watchlists": "viewer",
  "POST /v1/watchlists": "analyst",
  "POST /v1/watchlists/import": "analyst",
  "GET /v1/watchlists/{id}": "viewer",
  "PATCH /v1/watchlists/{id}": "analyst",
  "DELETE /v1/watchlists/{id}": "analyst",
  "GET /v1/watchlists/{id}/control": "viewer",
  "POST /v1/watchlists/{id}/control": "analyst",
  "GET /v1/watchlists/{id}/coverage": "viewer",
  "GET /v1/rules": "viewer",
  "POST /v1/rules": "analyst",
  "GET /v1/rules/templates": "viewer",
  "POST /v1/rules/test": "viewer",
  "POST /v1/rules/backtest": "analyst",
  "GET /v1/rules/{id}": "viewer",
  "PATCH /v1/rules/{id}": "analyst",
  "DELETE /v1/rules/{id}": "analyst",
  "POST /v1/rules/{id}/backtest": "analyst",
  "GET /v1/jobs/{id}": "viewer",
  "DELETE /v1/jobs/{id}": "analyst",
  "GET /v1/address-lists": "viewer",
  "POST /v1/address-lists": "analyst",
  "GET /v1/address-lists/{id}": "viewer",
  "PATCH /v1/address-lists/{id}": "analyst",
  "DELETE /v1/address-lists/{id}": "analyst",
  "GET /v1/address-lists/{id}/addresses": "viewer",
  "POST /v1/address-lists/{id}/addresses": "analyst",
  "GET /v1/silences": "viewer",
  "POST /v1/silences": "analyst",
  "POST /v1/silences/preview": "viewer",
  "GET /v1/silences/{id}": "viewer",
  "PATCH /v1/silences/{id}": "analyst",
  "DELETE /v1/silences/{id}": "analyst",

  "GET /v1/escalation-policies": "viewer",
  "POST /v1/escalation-policies": "admin",
  "GET /v1/escalation-policies/{id}": "viewer",
  "PATCH /v1/escalation-policies/{id}": "admin",
  "DELETE /v1/escalation-policies/{id}": "admin",
  "GET /v1/escalations": "viewer",
  "GET /v1/escalations/{id}": "viewer",
  "POST /v1/escalations/{id}/acknowledge": "analyst",
  "GET /v1/notifications/channels": "viewer",
  "POST /v1/notifications/channels": "admin",
  "GET /v1/notifications/channels/{id}": "viewer",
  "PATCH /v1/notifications/channels/{id}": "admin",
  "DELETE /v1/notifications/channels/{id}": "admin",
  "POST /v1/notifications/channels/{id}/rotate-secret": "admin",
  "POST /v1/notifications/channels/{id}/test": "admin",
  "GET /v1/notifications/deliveries": "viewer",
  "GET /v1/notifications/deliveries/{id}": "viewer",
  "POST /v1/notifications/deliveries/redeliver": "analyst",
  "POST /v1/notifications/deliveries/{id}/redeliver": "analyst",
  "POST /v1/notifications/preview": "viewer",
  "GET /v1/networks": "viewer",
  "POST /v1/networks": "admin",
  "POST /v1/networks/test": "admin",
  "GET /v1/networks/{id}": "viewer",
  "PATCH /v1/networks/{id}": "admin",
  "DELETE /v1/networks/{id}": "admin",
  "GET /v1/networks/{id}/coverage": "viewer",

  "GET /v1/audit-logs": "admin",
  "GET /v1/audit-logs/export": "admin",
  "GET /v1/audit-logs/verify": "admin",
  "GET /v1/configuration": "admin",
  "POST /v1/configuration": "admin",
  "POST /v1/configuration/openzeppelin-monitor": "admin",
};

const ROLES = ["viewer", "analyst", "admin"] as const;

/** Who calls: a credential, and what it is worth. `null`: nothing. */
interface Caller {
  name: string;
  credential(): Promise<string | undefined>;
  role: Role | null;
  isKey: boolean;
}

let api: ApiClient;
let callers: Caller[];
let methods: string[];

beforeAll(async () => {
  api = await createApiClient();
  callers = [nobody("nobody", async () => undefined), ...(await signedIn())];
  methods = await routedMethods();
});
afterAll(() => api.close());

const nobody = (name: string, credential: Caller["credential"]): Caller => ({
  name,
  credential,
  role: null,
  isKey: false,
});

async function signedIn(): Promise<Caller[]> {
  const made: Caller[] = [];
  const owner = await api.signIn("admin");
  for (const role of ROLES) {
    const { id, email } = await api.signIn(role);
    // A sign-in for each call: some calls end the one they are made under.
    const user = { id, email, name: role, role, sessionVersion: 1 };
    const sign = async () => (await issueTokens(api.ctx, { user, ip: "203.0.113.7", userAgent: null })).accessToken;
    made.push({ name: role, credential: sign, role, isKey: false });
    const body = { name: role, role, expiresIn: 1 };
    const { key } = (await api.call("POST", "/v1/api-keys", { token: owner.token, body })).body;
    made.push({ name: `key of ${role}`, credential: async () => key, role, isKey: true });
  }
  const gone = await api.signIn("admin");
  const body = { name: "of a disabled admin", expiresIn: 1 };
  const { key } = (await api.call("POST", "/v1/api-keys", { token: gone.token, body })).body;
  await api.call("PATCH", `/v1/users/${gone.id}`, { token: owner.token, body: { disabled: true } });
  return [
    ...made,
    nobody("disabled admin", async () => gone.token),
    nobody("key of a disabled admin", async () => key),
    nobody("refresh token in place of an access token", async () => owner.refreshToken),
  ];
}

/** Every method of every route file, as `POST /v1/rules`: what the router itself says. */
async function routedMethods(): Promise<string[]> {
  const all: string[] = [];
  for (const [file, load] of Object.entries(apiRoutes)) {
    const path = pathOfRoute(file);
    if (path === "/v1/{*}") continue;
    const { loader } = await load();
    const request = new Request("http://localhost:3000/", { method: "OPTIONS" });
    const response = await loader?.({ request, params: {}, context: api.context() });
    const allowed = response?.headers.get("Allow")?.split(", ") ?? [];
    all.push(...allowed.filter((name) => !["HEAD", "OPTIONS"].includes(name)).map((name) => `${name} ${path}`));
  }
  return all.sort();
}

let address = 0;

/** Calls a route with ids that nothing has and an empty body; `status code` of what comes back. */
async function outcomeOf(method: string, credential: string | undefined): Promise<{ status: number; code: string }> {
  const [verb = "", path = ""] = method.split(" ");
  const file = Object.keys(apiRoutes).find((one) => pathOfRoute(one) === path) ?? "";
  const module = await apiRoutes[file]?.();
  const names = path.match(/(?<=\{)\w+(?=\})/g) ?? [];
  const params = Object.fromEntries(names.map((name) => [name, api.ctx.newId()]));
  const headers = new Headers(credential === undefined ? {} : { Authorization: `Bearer ${credential}` });
  if (verb !== "GET") headers.set("Content-Type", "application/json");
  const closed = new AbortController();
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? ""),
    "http://localhost:3000",
  );
  const request = new Request(url, { method: verb, headers, ...(verb === "GET" ? {} : { body: "{}" }) });
  // An address each: how often one may call is another test's business.
  address += 1;
  const context = { ...api.context(`198.18.${address >> 8}.${address & 255}`), closed: closed.signal };
  const response = await (verb === "GET" ? module?.loader : module?.action)?.({ request, params, context });
  if (response === undefined) throw new Error(`${method} has no handler`);
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") === true;
  const code = isProblem ? ((await response.json()) as { code: string }).code : "";
  closed.abort();
  if (!isProblem) await response.body?.cancel();
  return { status: response.status, code };
}

/** What is wrong with an outcome, given who may; null when nothing is. */
function faultOf(expected: Expected, caller: Caller, { status, code }: { status: number; code: string }) {
  const refused = status === 401 || ["role_too_low", "not_for_api_keys"].includes(code);
  const [needed, inPerson] = expected.split(" in ");
  const may =
    needed === "anyone" ||
    (caller.role !== null &&
      ROLES.indexOf(caller.role) >= ROLES.indexOf(needed as Role) &&
      !(caller.isKey && inPerson !== undefined));
  if (expected === "anyone") return status === 403 || code === "invalid_token" ? `${status} ${code}` : null;
  if (may) return refused || status >= 500 ? `may, but: ${status} ${code}` : null;
  const right = caller.role === null ? status === 401 : status === 403 && refused;
  return right ? null : `may not, but: ${status} ${code}`;
}

test("every method of every route has an entry, and every entry a route", () => {
  expect(methods).toEqual(Object.keys(EXPECTED).sort());
});

test("every route lets in whom it should, and nobody else", async () => {
  const faults: string[] = [];
  for (const method of methods) {
    const expected = EXPECTED[method];
    if (expected === undefined) continue;
    for (const caller of callers) {
      const fault = faultOf(expected, caller, await outcomeOf(method, await caller.credential()));
      if (fault !== null) faults.push(`${method}, ${caller.name}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
}, 180_000);

test("who must set up a second factor first can do nothing else, by token or by key", async () => {
  const { id, email, token } = await api.signIn("admin");
  const body = { name: "of who has no second factor", expiresIn: 1 };
  const { key } = (await api.call("POST", "/v1/api-keys", { token, body })).body;
  const settings = { requireTotpFor: ["admin"] };
  const changed = await api.call("PATCH", "/v1/settings/security", { token, body: settings });
  expect(changed.status).toBe(200);
  const user = { id, email, name: "admin", role: "admin" as const, sessionVersion: 1 };
  const let_in: string[] = [];
  const kept_out: string[] = [];
  for (const method of methods) {
    if (EXPECTED[method] === "anyone") continue;
    const { accessToken } = await issueTokens(api.ctx, { user, ip: "203.0.113.7", userAgent: null });
    const isOwn = /^\w+ \/v1\/me(\/|$)/.test(method);
    for (const credential of [accessToken, ...(EXPECTED[method]?.includes("in person") ? [] : [key])]) {
      const { code } = await outcomeOf(method, credential);
      if (isOwn && code === "totp_enrollment_required") kept_out.push(method);
      if (!isOwn && code !== "totp_enrollment_required") let_in.push(method);
    }
  }
  expect({ let_in, kept_out }).toEqual({ let_in: [], kept_out: [] });
}, 60_000);
