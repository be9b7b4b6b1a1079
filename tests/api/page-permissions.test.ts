import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, expect, test } from "vitest";

import { updateSecuritySettings } from "~/domain/settings/update-security-settings.server";
import type { Role } from "~/domain/users/role";
import { startSession } from "~/web/auth.server";
import { type ApiClient, createApiClient } from "../support/api-client";

interface PageModule {
  loader?: (args: LoaderFunctionArgs) => unknown;
  action?: (args: ActionFunctionArgs) => unknown;
}

/** Every route of the interface. The API's are tested in `permissions.test.ts`. */
const pages = import.meta.glob<PageModule>(["../../app/routes/*.{ts,tsx}", "!../../app/routes/v1.*.ts"]);

/** Who may open a page (GET: its loader) and who may send its form as it is without a field (POST: its action). */
const EXPECTED: Record<string, "anyone" | Role> = {
  "GET _index": "anyone",
  "GET sign-in": "anyone",
  "POST sign-in": "anyone",
  "GET sign-out": "anyone",
  "POST sign-out": "anyone",
  "GET setup": "anyone",
  "POST setup": "anyone",
  "POST theme": "anyone",
  "GET docs.api": "anyone",
  "GET ack.$token": "anyone",
  "POST ack.$token": "anyone",
  "GET invitation.$token": "anyone",
  "POST invitation.$token": "anyone",
  "GET hooks.telegram.$key": "anyone",
  "POST hooks.telegram.$key": "anyone",

  "GET _app": "viewer",
  "GET system-status": "viewer",
  "GET alerts.stream": "viewer",
  "GET _app.alerts._index": "viewer",
  "POST _app.alerts._index": "analyst",
  "GET _app.alerts.$alertId": "viewer",
  "POST _app.alerts.$alertId": "analyst",
  "GET _app.account": "viewer",
  "POST _app.account": "viewer",
  "GET account.two-factor": "viewer",
  "POST account.two-factor": "viewer",
  "GET account.confirm": "viewer",
  "POST account.confirm": "viewer",
  "GET _app.account_.keys": "viewer",
  "POST _app.account_.keys": "viewer",

  "GET _app.watchlists._index": "viewer",
  "GET _app.watchlists.$entryId": "viewer",
  "POST _app.watchlists.$entryId": "analyst",
  "GET _app.watchlists.new": "analyst",
  "POST _app.watchlists.new": "analyst",
  "GET _app.rules._index": "viewer",
  "GET _app.rules.$ruleId": "viewer",
  "POST _app.rules.$ruleId": "analyst",
  "GET _app.rules.$ruleId_.try": "viewer",
  "POST _app.rules.$ruleId_.try": "analyst",
  "GET _app.rules.new": "analyst",
  "POST _app.rules.new": "analyst",
  "GET _app.lists._index": "viewer",
  "GET _app.lists.$listId": "viewer",
  "POST _app.lists.$listId": "analyst",
  "GET _app.lists.new": "analyst",
  "POST _app.lists.new": "analyst",
  "GET _app.silences._index": "viewer",
  "GET _app.silences.$silenceId": "viewer",
  "POST _app.silences.$silenceId": "analyst",
  "GET _app.silences.new": "analyst",
  "POST _app.silences.new": "analyst",
  "GET _app.deliveries._index": "viewer",
  "POST _app.deliveries._index": "analyst",
  "GET _app.deliveries.$deliveryId": "viewer",
  "POST _app.deliveries.$deliveryId": "analyst",
  "GET _app.escalations._index": "viewer",
  "POST _app.escalations._index": "analyst",
  "GET _app.escalations.$policyId": "viewer",
  "POST _app.escalations.$policyId": "admin",
  "GET _app.escalations.new": "admin",
  "POST _app.escalations.new": "admin",
  "GET _app.channels._index": "viewer",
  "GET _app.channels.$channelId": "admin",
  "POST _app.channels.$channelId": "admin",
  "GET _app.channels.new": "admin",
  "POST _app.channels.new": "admin",
  "GET _app.networks._index": "viewer",
  "GET _app.networks.$networkId": "admin",
  "POST _app.networks.$networkId": "admin",
  "GET _app.networks.new": "admin",
  "POST _app.networks.new": "admin",

  "GET _app.people._index": "admin",
  "POST _app.people._index": "admin",
  "GET _app.people.$userId": "admin",
  "POST _app.people.$userId": "admin",
  "GET _app.people.invite": "admin",
  "POST _app.people.invite": "admin",
  "GET _app.audit._index": "admin",
  "POST _app.audit._index": "admin",
  "GET audit.export": "admin",
  "GET configuration.export": "admin",
  "GET _app.configuration": "admin",
  "POST _app.configuration": "admin",
};

/** What is still shown to who must set up a second factor first. */
const WITHOUT_FACTOR = ["account.two-factor", "account.confirm", "system-status"];
/** Taken from anywhere: the sender proves itself by a secret in the request, and the cookie counts for nothing then. */
const FROM_ELSEWHERE = ["POST hooks.telegram.$key", "POST ack.$token"];

const ROLES = ["viewer", "analyst", "admin"] as const;
const ORIGIN = "http://localhost:3000";

type User = Awaited<ReturnType<ApiClient["signIn"]>>;
let api: ApiClient;
let users: Record<Role, User>;
let disabled: User;
let handlers: Map<string, (args: LoaderFunctionArgs | ActionFunctionArgs) => unknown>;

beforeAll(async () => {
  api = await createApiClient();
  const [viewer, analyst, admin] = [await api.signIn("viewer"), await api.signIn("analyst"), await api.signIn("admin")];
  users = { viewer, analyst, admin };
  disabled = await api.signIn("admin");
  handlers = await routedHandlers();
});
afterAll(() => api.close());

async function routedHandlers() {
  const found: typeof handlers = new Map();
  for (const [file, load] of Object.entries(pages)) {
    const name = file.replace(/^.*\//, "").replace(/\.tsx?$/, "");
    const { loader, action } = await load();
    if (loader !== undefined) found.set(`GET ${name}`, loader);
    if (action !== undefined) found.set(`POST ${name}`, action);
  }
  return found;
}

/** `_app.rules.$ruleId_.try` is `/rules/<an id that nothing has>/try`. */
function pathOf(name: string, params: Record<string, string>): string {
  const parts = name.split(".").filter((part) => !part.startsWith("_"));
  const segments = parts.map((part) => part.replace(/_$/, "")).map((part) => params[part.slice(1)] ?? part);
  return `/${segments.join("/")}`;
}

let address = 0;

interface Options {
  /** Whose cookie it carries. */
  as?: User;
  headers?: Record<string, string>;
}

/** Asks for a page, or sends its form empty: the status, and where it leads to. */
async function outcomeOf(entry: string, { as, headers = {} }: Options): Promise<{ status: number; to: string | null }> {
  const [method = "", name = ""] = entry.split(" ");
  const names = name.match(/(?<=\$)[A-Za-z]+/g) ?? [];
  const params = Object.fromEntries(names.map((each) => [each, api.ctx.newId()]));
  const closed = new AbortController();
  address += 1;
  const context = { ...api.context(`198.19.${address >> 8}.${address & 255}`), closed: closed.signal };
  const url = ORIGIN + pathOf(name, params);
  // A session each: some forms end the one they are sent under.
  const set = as === undefined ? "" : (await startSession(as, new Request(ORIGIN), context))["Set-Cookie"];
  const all = { Cookie: set.split(";")[0] ?? "", "Sec-Fetch-Site": "same-origin", ...headers };
  const body = method === "GET" ? {} : { body: new URLSearchParams() };
  const request = new Request(url, { method, headers: all, ...body });
  const answer = await Promise.resolve(handlers.get(entry)?.({ request, params, context })).catch((error: unknown) => {
    if (error instanceof Response) return error;
    throw new Error(`${entry} failed`, { cause: error });
  });
  closed.abort();
  if (!(answer instanceof Response)) return { status: initStatusOf(answer), to: null };
  await answer.body?.cancel();
  return { status: answer.status, to: answer.headers.get("Location") };
}

/** Of what Remix's `data(…, { status })` makes; 200 for a plain value. */
function initStatusOf(answer: unknown): number {
  const init = typeof answer === "object" && answer !== null && "init" in answer ? answer.init : null;
  return typeof init === "object" && init !== null && "status" in init ? Number(init.status) : 200;
}

const leadsToSignIn = ({ to }: { to: string | null }) => to?.startsWith("/sign-in") === true;

test("every loader and every action has an entry, and every entry one of them", () => {
  expect([...handlers.keys()].sort()).toEqual(Object.keys(EXPECTED).sort());
});

test("every page and form is open to whom it should, and to nobody else", async () => {
  const gone = await startSession(disabled, new Request(ORIGIN), api.context());
  await api.ctx.db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
  const faults: string[] = [];
  for (const entry of handlers.keys()) {
    const expected = EXPECTED[entry];
    if (expected === undefined || expected === "anyone") continue;
    const cookie = gone["Set-Cookie"].split(";")[0] ?? "";
    for (const [who, options] of Object.entries({ nobody: {}, disabled: { headers: { Cookie: cookie } } })) {
      const outcome = await outcomeOf(entry, options);
      if (!leadsToSignIn(outcome)) faults.push(`${entry}, ${who}: ${outcome.status} ${outcome.to}`);
    }
    for (const role of ROLES) {
      const may = ROLES.indexOf(role) >= ROLES.indexOf(expected);
      const outcome = await outcomeOf(entry, { as: users[role] });
      const refused = outcome.status === 403 || leadsToSignIn(outcome);
      const right = may ? !refused && outcome.status < 500 : outcome.status === 403;
      if (!right) faults.push(`${entry}, ${role}: ${outcome.status} ${outcome.to}`);
    }
  }
  expect(faults).toEqual([]);
}, 120_000);

test("what is anyone's asks nobody to sign in first", async () => {
  const faults: string[] = [];
  for (const [entry, expected] of Object.entries(EXPECTED)) {
    if (expected !== "anyone" || !handlers.has(entry)) continue;
    const { status, to } = await outcomeOf(entry, {});
    if (status === 403 || to?.startsWith("/sign-in?") === true) faults.push(`${entry}: ${status} ${to}`);
  }
  expect(faults).toEqual([]);
});

test("no form is taken from another site, whoever is signed in", async () => {
  const taken: string[] = [];
  const foreign = [{ "Sec-Fetch-Site": "cross-site" }, { "Sec-Fetch-Site": "same-site" }];
  for (const entry of handlers.keys()) {
    if (!entry.startsWith("POST ") || FROM_ELSEWHERE.includes(entry)) continue;
    for (const headers of foreign) {
      const { status } = await outcomeOf(entry, { as: users.admin, headers });
      if (status !== 403) taken.push(`${entry}: ${status}`);
    }
  }
  expect(taken).toEqual([]);
});

test("who must set up a second factor first is led there from every page", async () => {
  const actor = { userId: users.admin.id, role: "admin" as const };
  await updateSecuritySettings(api.ctx, { actor, input: { requireTotpFor: ["viewer"] } });
  const faults: string[] = [];
  for (const [entry, expected] of Object.entries(EXPECTED)) {
    const name = entry.split(" ")[1] ?? "";
    if (expected !== "viewer" || !handlers.has(entry)) continue;
    const { to } = await outcomeOf(entry, { as: users.viewer });
    const isLed = to === "/account/two-factor";
    if (isLed === WITHOUT_FACTOR.includes(name)) faults.push(`${entry}: ${to}`);
  }
  await updateSecuritySettings(api.ctx, { actor, input: { requireTotpFor: [] } });
  expect(faults).toEqual([]);
});
