import { afterAll, beforeAll, expect, test } from "vitest";

import type { StreamedAlertEvent } from "~/domain/alerts/read-alert-events.server";
import { streamAlertEvents } from "~/domain/alerts/stream-alert-events.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";
import { waitFor } from "../support/wait-for";

let api: ApiClient;
let analyst: { id: string; token: string };
let viewer: { token: string };
let path: string;
let alertId: string;

beforeAll(async () => {
  api = await createApiClient();
  [analyst, viewer] = [await api.signIn("analyst"), await api.signIn("viewer")];
  const { id: networkId } = await seedNetwork(api.ctx);
  const rule = await seedRule(api.ctx, { networkId });
  ({ id: alertId } = await seedAlert(api.ctx, { ruleId: rule.id, networkId }));
  path = `/v1/alerts/${alertId}/comments`;
});
afterAll(() => api.close());

const say = (body: unknown, headers: Record<string, string> = {}, token = analyst.token) =>
  api.call("POST", path, { token, body: { body }, headers });
const list = (query = "", token = viewer.token) => api.call("GET", path + query, { token });

test("an analyst's comment is read by everyone, told live, in the audit log without its words, and in the feed", async () => {
  const over = new AbortController();
  const live: StreamedAlertEvent[] = [];
  const events = await streamAlertEvents(api.ctx, { lastEventId: null, signal: over.signal });
  void (async () => {
    for await (const event of events) live.push(event);
  })();
  const words = "Ours: <b>ticket</b> OPS-112\nsecond line \u202e";
  const made = await say(`  ${words}  `);
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    ...{ id: expect.any(String), alertId, authorId: analyst.id, authorName: "analyst", body: words.trim() },
    createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
  });
  expect((await list()).body.data).toEqual([made.body]);
  // The stream may begin a little earlier, with the alert itself, when something else was being written just then.
  const updates = () => live.filter(({ type }) => type === "alert.updated");
  await waitFor(() => updates().length > 0, { describe: "it is told live" });
  over.abort();
  expect(updates().map(({ data }) => data.id)).toEqual([alertId]);
  const entry = await api.ctx.db.auditLog.findFirstOrThrow({ where: { action: "comment.created" } });
  expect(entry).toMatchObject({ actorId: analyst.id, resourceType: "alert", resourceId: alertId });
  expect(JSON.stringify(entry.metadata)).not.toContain("OPS-112");
  const feed = await api.call("GET", "/v1/events?type=alert.commented", { token: viewer.token });
  expect(feed.body.data).toMatchObject([
    { alertId, actorId: analyst.id, change: { kind: "commented", commentId: made.body.id } },
  ]);
});

test("comments are listed newest first, by page and by cursor, and each once", async () => {
  for (let number = 1; number <= 5; number++) await say(`number ${number}`);
  const first = await list("?limit=2");
  expect(first.body.data.map(({ body }: { body: string }) => body)).toEqual(["number 5", "number 4"]);
  expect(first.body.meta).toMatchObject({ total: 6, page: 1, limit: 2 });
  await say("number 6");
  const second = await list(`?limit=2&cursor=${first.body.meta.nextCursor}`);
  expect(second.body.data.map(({ body }: { body: string }) => body)).toEqual(["number 3", "number 2"]);
  expect(second.headers.get("Link")).toContain('rel="next"');
});

test("the same Idempotency-Key says it once", async () => {
  const before = (await list()).body.meta.total;
  const key = { "Idempotency-Key": "comment-1" };
  const [one, other] = [await say("once", key), await say("once", key)];
  expect([one.status, other.status, other.headers.get("Idempotency-Replayed")]).toEqual([201, 201, "true"]);
  expect(other.body).toEqual(one.body);
  expect((await say("twice", key)).status).toBe(422);
  expect((await list()).body.meta.total).toBe(before + 1);
});

test("who may not, what is not a comment, and alerts that are not there are refused", async () => {
  expect((await say("no", {}, viewer.token)).status).toBe(403);
  for (const wrong of ["", "   ", "x".repeat(5_001), 7, null, "a\u0000b"]) {
    const answer = await say(wrong);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/body"]);
  }
  expect((await say("x".repeat(5_000))).status).toBe(201);
  const unknown = `/v1/alerts/${api.ctx.newId()}/comments`;
  expect((await api.call("POST", unknown, { token: analyst.token, body: { body: "x" } })).status).toBe(404);
  expect((await api.call("GET", unknown, { token: viewer.token })).status).toBe(404);
  const extra = { body: "x", authorId: api.ctx.newId() };
  const answer = await api.call("POST", path, { token: analyst.token, body: extra });
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/authorId"]);
});

test("an alert's comments go with it, and one whose author is gone stays without a name", async () => {
  const gone = await api.signIn("analyst");
  const made = await say("by somebody", {}, gone.token);
  await api.ctx.db.user.delete({ where: { id: gone.id } });
  const found = (await list("?limit=100")).body.data.find(({ id }: { id: string }) => id === made.body.id);
  expect(found).toMatchObject({ authorId: null, authorName: null });
});
