import type { AppLoadContext } from "@remix-run/node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { LinkAnswer } from "~/components/alerts/acknowledge-link-page";
import { makeAcknowledgeToken } from "~/domain/alerts/acknowledge-token.server";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { startSession } from "~/web/auth.server";
import * as route from "../../app/routes/ack.$token";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

const PAGE = "https://sentinel.example.com";
const DAY_MS = 86_400_000;

let api: ApiClient;
let alertId: string;
let channelId: string;

beforeAll(async () => {
  api = await createApiClient({ PUBLIC_URL: PAGE });
});
beforeEach(async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { name: `net-${api.ctx.newId().slice(-12)}` });
  const { id: ruleId } = await seedRule(api.ctx, { networkId });
  alertId = (await seedAlert(api.ctx, { ruleId, networkId })).id;
  channelId = (await seedChannel(api.ctx, { name: "Ops room" })).id;
});
afterAll(() => api.close());

const tokenOf = (now = new Date()) => makeAcknowledgeToken(api.ctx, { alertId, channelId }, now);
const readAlert = () => api.ctx.db.alert.findUniqueOrThrow({ where: { id: alertId } });

let addresses = 0;
interface Sent {
  method?: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  context?: AppLoadContext;
}

interface Answer {
  status: number;
  headers: Headers;
  body: { answer: LinkAnswer; userName: string | null } | null;
}

/** Asks the page's route as Remix does. */
async function ask(token: string, { method = "GET", headers = {}, context }: Sent = {}): Promise<Answer> {
  addresses += 1;
  const args = {
    request: new Request(`${PAGE}/ack/${token}`, { method, headers }),
    params: { token },
    context: context ?? api.context(`203.0.113.${addresses % 250}:${addresses}`),
  };
  const answer = method === "POST" ? await route.action(args) : await route.loader(args);
  if (!("data" in answer)) return { status: answer.status, headers: answer.headers, body: null };
  return { status: answer.init?.status ?? 200, headers: new Headers(answer.init?.headers), body: answer.data };
}

async function cookieOf(role: "viewer" | "analyst"): Promise<{ id: string; cookie: string }> {
  const { id } = await api.signIn(role);
  const made = await startSession({ id }, new Request(PAGE), api.context());
  return { id, cookie: made["Set-Cookie"].split(";")[0] ?? "" };
}

test("opening the link shows the alert and changes nothing, for previews and prefetches open it too", async () => {
  const token = tokenOf();
  for (const method of ["GET", "HEAD"] as const) {
    const { status, body, headers } = await ask(token, { method });
    expect(status).toBe(200);
    expect(body?.answer).toMatchObject({ kind: "alert", alert: { id: alertId, acknowledged: null } });
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin");
    expect(headers.get("X-Robots-Tag")).toContain("noindex");
  }
  expect((await readAlert()).acknowledgedAt).toBeNull();
});

test("the page says no more than the message did", async () => {
  const { body } = await ask(tokenOf());
  const answer = body?.answer;
  if (answer?.kind !== "alert") throw new Error("it leads to no alert");
  expect(Object.keys(answer.alert).sort()).toEqual([
    "acknowledged",
    "detectedAt",
    "id",
    "severity",
    "title",
    "txStatus",
  ]);
});

test("the button acknowledges without a session, in the name of the channel's link, and is audited", async () => {
  const token = tokenOf();
  const pressed = await ask(token, { method: "POST" });
  expect([pressed.status, pressed.headers.get("Location")]).toEqual([303, `/ack/${token}`]);
  expect(await readAlert()).toMatchObject({
    acknowledgedById: null,
    acknowledgedVia: { kind: "link", label: "Ops room" },
  });
  const shown = await api.call("GET", `/v1/alerts/${alertId}`, { token: (await api.signIn("viewer")).token });
  expect(shown.body).toMatchObject({ status: "acknowledged", acknowledgedVia: { kind: "link", label: "Ops room" } });
  expect((await listAlertEvents(api.ctx, { alertId })).at(-1)).toMatchObject({
    kind: "acknowledged",
    actorId: null,
    data: { via: { kind: "link", label: "Ops room" } },
  });
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: alertId } });
  expect(audit).toMatchObject([
    { action: "alert.acknowledged", actorId: null, metadata: { via: "link", label: "Ops room", channelId } },
  ]);
  expect(audit[0]?.ip).toMatch(/^203\.0\.113\./);
});

test("pressed again, by anybody, it says who was first and changes nothing", async () => {
  const token = tokenOf();
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(token, { method: "POST" })));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  expect(await api.ctx.db.auditLog.count({ where: { resourceId: alertId } })).toBe(1);
  expect((await ask(token)).body?.answer).toMatchObject({
    alert: { acknowledged: { name: null, via: { kind: "link", label: "Ops room" } } },
  });
});

test("who is signed in and may acknowledge is named; a viewer, or a request from another site, counts as the link", async () => {
  const analyst = await cookieOf("analyst");
  const own = { Cookie: analyst.cookie, "Sec-Fetch-Site": "same-origin" };
  expect((await ask(tokenOf(), { headers: own })).body?.userName).toBe("analyst");
  const foreign = { ...own, "Sec-Fetch-Site": "cross-site" };
  await ask(tokenOf(), { method: "POST", headers: foreign });
  expect(await readAlert()).toMatchObject({ acknowledgedById: null, acknowledgedVia: { kind: "link" } });

  const reopen = { acknowledgedAt: null, acknowledgedById: null };
  await api.ctx.db.alert.update({ where: { id: alertId }, data: reopen });
  await ask(tokenOf(), { method: "POST", headers: own });
  expect(await readAlert()).toMatchObject({ acknowledgedById: analyst.id, acknowledgedVia: null });

  await api.ctx.db.alert.update({ where: { id: alertId }, data: reopen });
  const viewer = { ...own, Cookie: (await cookieOf("viewer")).cookie };
  expect((await ask(tokenOf(), { headers: viewer })).body?.userName).toBeNull();
  await ask(tokenOf(), { method: "POST", headers: viewer });
  expect(await readAlert()).toMatchObject({ acknowledgedById: null, acknowledgedVia: { kind: "link" } });
});

test("forged, cut and altered links are refused, by GET and by POST", async () => {
  const token = tokenOf();
  const altered = `${token.slice(0, 10)}${token[10] === "A" ? "B" : "A"}${token.slice(11)}`;
  for (const bad of ["", "x", altered, token.slice(0, -1), `${token}A`, `${token}=`, "A".repeat(67)]) {
    for (const method of ["GET", "POST"] as const) {
      const { status, body } = await ask(bad, { method });
      expect([bad, status, body?.answer]).toEqual([bad, 404, { kind: "refused", reason: "forged" }]);
    }
  }
  expect((await readAlert()).acknowledgedAt).toBeNull();
});

test("a week later it has expired", async () => {
  const old = tokenOf(new Date(Date.now() - 7 * DAY_MS - 2_000));
  expect(await ask(old, { method: "POST" })).toMatchObject({ status: 410, body: { answer: { reason: "expired" } } });
  expect((await ask(tokenOf(new Date(Date.now() - 7 * DAY_MS + 60_000)))).status).toBe(200);
});

test("a link dies with its channel: switched off or deleted; and with its alert", async () => {
  const token = tokenOf();
  await api.ctx.db.channel.update({ where: { id: channelId }, data: { enabled: false } });
  for (const method of ["GET", "POST"] as const) {
    expect(await ask(token, { method })).toMatchObject({ status: 403, body: { answer: { reason: "channel_gone" } } });
  }
  await api.ctx.db.channel.delete({ where: { id: channelId } });
  expect((await ask(token)).status).toBe(403);
  expect((await readAlert()).acknowledgedAt).toBeNull();
  await api.ctx.db.alert.delete({ where: { id: alertId } });
  expect(await ask(token)).toMatchObject({ status: 410, body: { answer: { reason: "alert_gone" } } });
});

test("too many tries of one address are slowed down, others are not", async () => {
  const token = tokenOf();
  const context = api.context("198.51.100.9");
  let limited: Answer | null = null;
  for (let tries = 0; tries < 61; tries += 1) limited = await ask("forged", { context });
  expect(limited).toMatchObject({ status: 429, body: { answer: { kind: "refused", reason: "throttled" } } });
  expect(Number(limited?.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await ask(token, { context, method: "POST" })).status).toBe(429);
  expect((await ask(token)).status).toBe(200);
});
