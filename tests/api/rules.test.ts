import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { ruleSourcesVersion } from "~/domain/rules/rule-sources-version.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let token: string;
let networkId: string;
let watchlistId: string;
/** A tag means entries of every network: each test has its own. */
let tag: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
});
beforeEach(async () => {
  tag = `tag-${api.ctx.newId().slice(-12)}`;
  const name = `net-${api.ctx.newId().slice(-12)}`;
  networkId = (await seedNetwork(api.ctx, { name })).id;
  const abi = [{ type: "function", name: "drainAll", inputs: [{ name: "to", type: "address" }] }];
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, abi, tags: [tag] })).id;
});
afterAll(() => api.close());

const rule = (values: object = {}) => ({
  name: "A rule",
  watchlistId,
  signature: "renounceOwnership",
  severity: "critical",
  ...values,
});
const post = (body: unknown) => api.call("POST", "/v1/rules", { token, body });
const patch = (id: string, body: unknown) => api.call("PATCH", `/v1/rules/${id}`, { token, body });

test("a rule is made with the documented defaults, and audited", async () => {
  const { status, body } = await post(rule());
  expect(status).toBe(201);
  expect(body).toMatchObject({ stage: "pending", channels: [], cooldownSeconds: 0, enabled: true, version: 1 });
  expect(body).toMatchObject({ watchlistId, tag: null, network: null, description: null, runbookUrl: null });
  expect(body).toMatchObject({ event: null, condition: null, threshold: null });
  const audit = await api.ctx.db.auditLog.findFirst({ where: { resourceId: body.id } });
  expect(audit).toMatchObject({ action: "rule.created", metadata: { severity: "critical" } });
});

test.each(["renounceOwnership", "drainAll", "neverSeen(address,uint256[])", "0x715018a6", "0xdeadbeef"])(
  "the signature %s is accepted",
  async (signature) => {
    expect((await post(rule({ signature }))).body.signature).toBe(signature);
  },
);

test.each([
  ["renounceOwnersip", "unknown_signature", 0, 16],
  ["0x7150", "selector_length", 0, 6],
  ["0x715018a6ff", "selector_length", 0, 12],
  ["0x715018zz", "selector_malformed", 8, 9],
  ["transfer(address,uint257)", "unknown_type", 17, 24],
])("the signature %s is refused with its place", async (signature, code, start, end) => {
  const answer = await post(rule({ signature }));
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { pointer: "/signature", code, detail: expect.any(String), position: { start, end } },
  ]);
});

test("a bare name that only another entry's ABI knows is refused", async () => {
  const other = await seedWatchlistEntry(api.ctx, { networkId });
  const answer = await post(rule({ watchlistId: other.id, signature: "drainAll" }));
  expect(answer.body.errors).toMatchObject([{ pointer: "/signature", code: "unknown_signature" }]);
});

test("a rule has exactly one scope", async () => {
  const none = await post(rule({ watchlistId: undefined }));
  expect(none.body.errors).toMatchObject([{ code: "scope_required" }]);
  const two = await post(rule({ tag }));
  expect(two.status).toBe(400);
  expect(two.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(["/watchlistId", "/tag"]);
  expect((await post(rule({ watchlistId: null, tag }))).status).toBe(201);
  const lost = await post(rule({ watchlistId: null, network: "nowhere" }));
  expect(lost.body.errors).toMatchObject([{ pointer: "/network", code: "unknown_network" }]);
});

test("a watchlist entry that doesn't exist is 404", async () => {
  const answer = await post(rule({ watchlistId: api.ctx.newId() }));
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({ code: "watchlist_not_found", errors: [{ pointer: "/watchlistId" }] });
});

test("a rule for an entry that is deleted meanwhile is 404, never a fault", async () => {
  for (let round = 0; round < 5; round++) {
    const address = `0x${String(round).repeat(40)}`;
    const { id: watchlistId } = await seedWatchlistEntry(api.ctx, { networkId, address });
    const [removed, ...made] = await Promise.all([
      api.call("DELETE", `/v1/watchlists/${watchlistId}`, { token }),
      ...Array.from({ length: 6 }, () => post(rule({ watchlistId }))),
    ]);
    expect(removed.status).toBe(204);
    expect(made.filter(({ status }) => status !== 201 && status !== 404)).toEqual([]);
  }
});

test("what a later version will evaluate is refused by name, not ignored", async () => {
  const answer = await post(
    rule({
      signature: undefined,
      stage: "confirmed",
      event: "Transfer",
      condition: "value > 1",
      threshold: { count: 2 },
    }),
  );
  expect(answer.status).toBe(400);
  const errors = answer.body.errors as { pointer: string; code: string; detail: string }[];
  expect(errors.map((error) => error.pointer)).toEqual(["/stage", "/event", "/condition", "/threshold"]);
  expect(new Set(errors.map((error) => error.code))).toEqual(new Set(["not_available"]));
  expect(errors[0]?.detail).toContain("only the function signatures of pending transactions");
  expect((await post(rule({ signature: undefined }))).body.errors).toMatchObject([{ pointer: "/signature" }]);
});

test("channels are existing ids or types, each checked at its place", async () => {
  const channel = await seedChannel(api.ctx);
  const made = await post(rule({ channels: [channel.id, "discord", channel.id] }));
  expect(made.body.channels).toEqual([channel.id, "discord"]);
  const bad = await post(rule({ channels: ["discord", api.ctx.newId(), "pigeon"] }));
  expect(bad.status).toBe(400);
  expect(bad.body.errors).toMatchObject([
    { pointer: "/channels/1", code: "unknown_channel" },
    { pointer: "/channels/2", code: "unknown_channel" },
  ]);
});

test("a change raises the version; none leaves it", async () => {
  const { id } = (await post(rule())).body;
  expect((await patch(id, { severity: "high" })).body).toMatchObject({ severity: "high", version: 2 });
  expect((await patch(id, { severity: "high" })).body.version).toBe(2);
  expect((await patch(id, {})).body.version).toBe(2);
  const bad = await patch(id, { signature: "0x12" });
  expect(bad.body.errors).toMatchObject([{ pointer: "/signature", code: "selector_length" }]);
  expect((await api.call("GET", `/v1/rules/${id}`, { token })).body).toMatchObject({ version: 2 });
});

test("naming one scope replaces the other", async () => {
  const { id } = (await post(rule())).body;
  expect((await patch(id, { tag })).body).toMatchObject({ watchlistId: null, tag });
  expect((await patch(id, { tag: null })).status).toBe(400);
  const alone = await patch(id, { signature: "drainAll" });
  expect(alone.body.errors).toMatchObject([{ pointer: "/signature", code: "unknown_signature" }]);
});

test("of two changes at once each gets a version of its own, or a conflict", async () => {
  const { id } = (await post(rule())).body;
  const answers = await Promise.all([1, 2, 3, 4].map((n) => patch(id, { cooldownSeconds: n })));
  const versions = answers.filter((answer) => answer.status === 200).map((answer) => answer.body.version);
  expect(new Set(versions).size).toBe(versions.length);
  expect(versions.length).toBeGreaterThan(0);
  expect(answers.every((answer) => [200, 409].includes(answer.status))).toBe(true);
  expect((await api.call("GET", `/v1/rules/${id}`, { token })).body.version).toBe(1 + versions.length);
});

test("a deleted rule is gone for everyone, and its alerts stay", async () => {
  const { id } = (await post(rule())).body;
  const alert = await seedAlert(api.ctx, { ruleId: id, networkId, watchlistId });
  expect((await api.call("DELETE", `/v1/rules/${id}`, { token })).status).toBe(204);
  for (const method of ["GET", "DELETE"]) {
    expect((await api.call(method, `/v1/rules/${id}`, { token })).status).toBe(404);
  }
  expect((await patch(id, { name: "back" })).status).toBe(404);
  const list = await api.call("GET", `/v1/rules?watchlistId=${watchlistId}`, { token });
  expect(list.body.meta.total).toBe(0);
  expect((await api.call("GET", `/v1/alerts/${alert.id}`, { token })).body.ruleId).toBe(id);
  expect(await loadRuleSources(api.ctx, networkId)).toEqual([]);
});

test("filters narrow the list", async () => {
  const { id } = (await post(rule({ name: "Needle in the hay", severity: "low", enabled: false }))).body;
  await post(rule());
  const network = (await api.ctx.db.network.findUniqueOrThrow({ where: { id: networkId } })).name;
  for (const query of ["severity=low,info", "enabled=false", "q=needle"]) {
    const { body } = await api.call("GET", `/v1/rules?network=${network}&${query}`, { token });
    expect(
      body.data.map((row: { id: string }) => row.id),
      query,
    ).toEqual([id]);
  }
  const bad = await api.call("GET", "/v1/rules?severity=urgent&watchlistId=7", { token });
  expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
    "?severity",
    "?watchlistId",
  ]);
});

test("the templates are the built-in table", async () => {
  const { body } = await api.call("GET", "/v1/rules/templates", { token });
  expect(body.data.length).toBeGreaterThan(100);
  expect(body.data).toContainEqual(
    expect.objectContaining({ signature: "renounceOwnership()", selector: "0x715018a6" }),
  );
});

test("the worker reads every live rule with its addresses, and one ABI object an entry", async () => {
  const entry = await api.ctx.db.watchlistEntry.findUniqueOrThrow({ where: { id: watchlistId } });
  const second = await seedWatchlistEntry(api.ctx, { networkId, name: "Second", tags: [tag] });
  const off = await seedWatchlistEntry(api.ctx, { networkId, name: "Off", tags: [tag], enabled: false });
  const own = await seedRule(api.ctx, {
    watchlistId,
    signature: "drainAll",
    cooldownSeconds: 60,
    channels: ["discord"],
  });
  const own2 = await seedRule(api.ctx, { watchlistId });
  const tagged = await seedRule(api.ctx, { tag });
  const wide = await seedRule(api.ctx, { networkId });
  await seedRule(api.ctx, { watchlistId: off.id });
  await seedRule(api.ctx, { watchlistId, enabled: false });
  await seedRule(api.ctx, { tag: "nobody-has-it" });

  const sources = new Map((await loadRuleSources(api.ctx, networkId)).map((source) => [source.id, source]));
  expect([...sources.keys()].sort()).toEqual([own.id, own2.id, tagged.id, wide.id].sort());
  expect(sources.get(own.id)).toEqual({
    id: own.id,
    version: 1,
    name: own.name,
    severity: "critical",
    networkId,
    watchlistId,
    contractName: entry.name,
    addresses: [entry.address],
    signature: "drainAll",
    abi: entry.abi,
    cooldownSeconds: 60,
    channels: ["discord"],
  });
  expect(sources.get(own2.id)?.abi).toBe(sources.get(own.id)?.abi);
  expect(sources.get(tagged.id)).toMatchObject({ watchlistId: null, abi: null });
  expect(sources.get(tagged.id)?.addresses?.sort()).toEqual([entry.address, second.address].sort());
  expect(sources.get(tagged.id)?.addressNames).toEqual({ [entry.address]: entry.name, [second.address]: "Second" });
  expect(sources.get(wide.id)).toMatchObject({ addresses: null, contractName: null });

  await api.ctx.db.network.update({ where: { id: networkId }, data: { enabled: false } });
  expect(await loadRuleSources(api.ctx, networkId)).toEqual([]);
});

test("the fingerprint changes with every change, also of a transaction that began first and committed last", async () => {
  const { ctx } = api;
  const seen = new Set([await ruleSourcesVersion(ctx)]);
  const isNew = async () => {
    const version = await ruleSourcesVersion(ctx);
    const known = seen.has(version);
    seen.add(version);
    return !known;
  };
  const made = await seedRule(ctx, { watchlistId });
  expect(await isNew()).toBe(true);
  expect(await isNew()).toBe(false);
  const other = await seedRule(ctx, { watchlistId });
  expect(await isNew()).toBe(true);
  await ctx.db.$transaction(async (tx) => {
    await tx.rule.update({ where: { id: made.id }, data: { severity: "low" } });
    await ctx.db.rule.update({
      where: { id: other.id },
      data: { severity: "low", updatedAt: new Date(Date.now() + 50) },
    });
    expect(await isNew()).toBe(true);
  });
  expect(await isNew()).toBe(true);
  await ctx.db.watchlistEntry.update({ where: { id: watchlistId }, data: { tags: [] } });
  expect(await isNew()).toBe(true);
  await ctx.db.network.update({ where: { id: networkId }, data: { enabled: false } });
  expect(await isNew()).toBe(true);
});
