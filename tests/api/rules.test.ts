import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { ruleSourcesVersion } from "~/domain/rules/rule-sources-version.server";
import { seedAddressList } from "../../prisma/seed/seed-address-list";
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
  const abi = [
    { type: "function", name: "drainAll", inputs: [{ name: "to", type: "address" }] },
    { type: "event", name: "Drained", inputs: [{ name: "amount", type: "uint256" }] },
  ];
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
  expect(audit).toMatchObject({ action: "rule.created", metadata: { after: { severity: "critical" } } });
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

const errorsOf = async (values: object) => {
  const answer = await post(rule(values));
  expect(answer.status).toBe(400);
  return answer.body.errors as { pointer: string; code: string; detail: string; position?: object }[];
};

test("an event makes a rule of events of mined transactions", async () => {
  const { status, body } = await post(rule({ signature: undefined, event: "Drained", condition: "amount > 5 ether" }));
  expect(status).toBe(201);
  expect(body).toMatchObject({ trigger: "event", stage: "confirmed", side: "target", signature: null });
  expect(body).toMatchObject({ event: "Drained", condition: "amount > 5 ether" });
  const pending = await errorsOf({ signature: undefined, event: "Drained", stage: "pending" });
  expect(pending).toMatchObject([{ pointer: "/stage", code: "stage_not_possible" }]);
});

test.each([
  ["both a signature and an event", { event: "Drained" }, "/event", "signature_and_event"],
  [
    "an event of a rule of calls",
    { signature: undefined, event: "Drained", trigger: "call" },
    "/event",
    "not_applicable",
  ],
  ["a rule of events without one", { signature: undefined, trigger: "event" }, "/event", "required"],
  ["a signature of a mention", { trigger: "mention" }, "/signature", "not_applicable"],
  [
    "the sender's side of events",
    { signature: undefined, event: "Drained", side: "sender" },
    "/side",
    "not_applicable",
  ],
  [
    "a condition on a changed implementation",
    { signature: undefined, trigger: "implementation_changed", condition: "value > 1" },
    "/condition",
    "not_applicable",
  ],
  ["a threshold of one", { threshold: { count: 1, windowSeconds: 60 } }, "/threshold/count", "too_small"],
])("%s is refused", async (_, values, pointer, code) => {
  expect(await errorsOf(values)).toMatchObject([{ pointer, code }]);
});

test.each(["implementation_changed", "delegation_changed", "mention"])(
  "a rule of %s needs nothing else",
  async (trigger) => {
    const { status, body } = await post(rule({ signature: undefined, trigger }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ trigger, stage: trigger === "mention" ? "pending" : "confirmed" });
  },
);

test.each([
  [{ condition: "value > 1 eether" }, "/condition", 10, 16],
  [{ signature: "drainAll", condition: "tto == 0x00000000000000000000000000000000000000aa" }, "/condition", 0, 3],
  [{ signature: "drainAll", condition: "gas_used > 1" }, "/condition", 0, 8],
  [{ condition: "to not in @nobody" }, "/condition", 10, 17],
  [{ signature: undefined, event: "Draiined" }, "/event", 0, 8],
])("what is wrong in %o is told with its place", async (values, pointer, start, end) => {
  expect(await errorsOf(values)).toMatchObject([{ pointer, position: { start, end } }]);
});

test("any call of a contract is a rule; of a whole network it needs a condition", async () => {
  expect((await post(rule({ signature: undefined }))).body).toMatchObject({ trigger: "call", signature: null });
  const { name: network } = await api.ctx.db.network.findUniqueOrThrow({ where: { id: networkId } });
  const wide = { watchlistId: undefined, signature: undefined, network };
  expect(await errorsOf(wide)).toMatchObject([{ pointer: "/condition", code: "required" }]);
  expect((await post(rule({ ...wide, condition: "value > 100 ether" }))).status).toBe(201);
  expect(await errorsOf({ ...wide, trigger: "mention" })).toMatchObject([{ pointer: "/network" }]);
});

test("a list is a scope by its name", async () => {
  const list = await seedAddressList(api.ctx);
  const values = { watchlistId: undefined, signature: undefined, side: "sender" };
  const { status, body } = await post(rule({ ...values, list: list.name }));
  expect(status).toBe(201);
  expect(body).toMatchObject({ list: list.name, watchlistId: null, side: "sender" });
  expect(await errorsOf({ ...values, list: "nowhere" })).toMatchObject([{ pointer: "/list", code: "unknown_list" }]);
});

test("functions and events of an entry's further ABIs are known", async () => {
  const abis = [{ name: "Implementation", abi: ["function burnIt(uint256 wad)", "event Burnt(uint256 wad)"] }];
  const changed = await api.call("PATCH", `/v1/watchlists/${watchlistId}`, { token, body: { abis } });
  expect(changed.body.abis).toMatchObject([{ name: "Implementation", abi: [{ name: "burnIt" }, { name: "Burnt" }] }]);
  expect((await post(rule({ signature: "burnIt", condition: "wad > 1" }))).status).toBe(201);
  expect((await post(rule({ signature: undefined, event: "Burnt", condition: "wad > 1" }))).status).toBe(201);
  const gone = await api.call("PATCH", `/v1/watchlists/${watchlistId}`, { token, body: { abis: [] } });
  expect(gone.body.errors).toMatchObject([{ pointer: "/abi", code: "abi_lacks_signature" }]);
});

test("naming an event replaces the signature, a signature the event, and null takes away", async () => {
  const { id } = (await post(rule({ threshold: { count: 3, windowSeconds: 60 } }))).body;
  const event = await patch(id, { event: "Drained", condition: "amount > 1" });
  expect(event.body).toMatchObject({ trigger: "event", stage: "confirmed", signature: null, event: "Drained" });
  expect(event.body.threshold).toEqual({ count: 3, windowSeconds: 60, groupBy: "rule" });
  const misfit = await patch(id, { signature: "drainAll" });
  expect(misfit.body.errors).toMatchObject([{ pointer: "/condition" }]);
  const call = await patch(id, { signature: "drainAll", condition: null, threshold: null, stage: "pending" });
  expect(call.body).toMatchObject({ trigger: "call", stage: "pending", event: null, condition: null, threshold: null });
  const any = await patch(id, { signature: null });
  expect(any.body).toMatchObject({ trigger: "call", signature: null, version: 4 });
  expect((await patch(id, { signature: null, threshold: null })).body.version).toBe(4);
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
  const { id } = (
    await post(rule({ name: "Needle in the hay", condition: "value > 1_000_000", severity: "low", enabled: false }))
  ).body;
  await post(rule());
  const network = (await api.ctx.db.network.findUniqueOrThrow({ where: { id: networkId } })).name;
  for (const query of ["severity=low,info", "enabled=false", "q=needle", "q=1_000_000"]) {
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
  const { name: network } = await api.ctx.db.network.findUniqueOrThrow({ where: { id: networkId } });
  const second = await seedWatchlistEntry(api.ctx, { networkId, name: "Second", tags: [tag] });
  const off = await seedWatchlistEntry(api.ctx, { networkId, name: "Off", tags: [tag], enabled: false });
  const threshold = { count: 3, windowSeconds: 60, groupBy: "sender" };
  const own = await seedRule(api.ctx, {
    ...{ watchlistId, signature: "drainAll", cooldownSeconds: 60, channels: ["discord"], threshold },
    condition: "value > 1",
  });
  const own2 = await seedRule(api.ctx, {
    ...{ watchlistId, signature: null, event: "Drained", trigger: "event", stage: "confirmed" },
  });
  const tagged = await seedRule(api.ctx, { tag });
  const wide = await seedRule(api.ctx, { networkId });
  const list = await seedAddressList(api.ctx, { addresses: [entry.address, second.address] });
  const listed = await seedRule(api.ctx, { addressListId: list.id, side: "sender", signature: null });
  const empty = await seedAddressList(api.ctx);
  await seedRule(api.ctx, { addressListId: empty.id });
  await seedRule(api.ctx, { watchlistId: off.id });
  await seedRule(api.ctx, { watchlistId, enabled: false });
  await seedRule(api.ctx, { tag: "nobody-has-it" });

  const sources = new Map((await loadRuleSources(api.ctx, networkId)).map((source) => [source.id, source]));
  expect([...sources.keys()].sort()).toEqual([own.id, own2.id, tagged.id, wide.id, listed.id].sort());
  const { contracts, ...rest } = sources.get(own.id) ?? {};
  expect(rest).toEqual({
    ...{ id: own.id, version: 1, name: own.name, severity: "critical", networkId, network, watchlistId },
    ...{ stage: "pending", trigger: "call", side: "target", signature: "drainAll", event: null, threshold },
    ...{ contractName: entry.name, addresses: [entry.address], abi: entry.abi, condition: "value > 1" },
    ...{ cooldownSeconds: 60, channels: ["discord"] },
  });
  expect(contracts).toEqual(
    new Map([
      [entry.address, { id: entry.id, name: entry.name, tags: [tag] }],
      [second.address, { id: second.id, name: "Second", tags: [tag] }],
    ]),
  );
  const source2 = sources.get(own2.id);
  expect(source2).toMatchObject({ trigger: "event", event: "Drained", stage: "confirmed", signature: null });
  expect([source2?.abi === sources.get(own.id)?.abi, source2?.contracts === contracts]).toEqual([true, true]);
  expect(sources.get(tagged.id)).toMatchObject({ watchlistId: null, abi: null });
  expect(sources.get(tagged.id)?.addresses?.toSorted()).toEqual([entry.address, second.address].sort());
  expect(sources.get(wide.id)).toMatchObject({ addresses: null, contractName: null });
  expect(sources.get(listed.id)?.addresses?.toSorted()).toEqual([entry.address, second.address].sort());
  await api.ctx.db.rule.deleteMany({ where: { addressListId: { not: null } } });

  await api.ctx.db.network.update({ where: { id: networkId }, data: { enabled: false } });
  expect(await loadRuleSources(api.ctx, networkId)).toEqual([]);
});

test("rules of an entry that is watched with its controllers look at them too, by what they are", async () => {
  const [admin, owner, code] = ["a1", "b2", "c3"].map((digits) => `0x${digits.repeat(20)}`) as [string, string, string];
  const { address } = await api.ctx.db.watchlistEntry.update({
    where: { id: watchlistId },
    data: { name: "Vault", watchControl: true },
  });
  const node = (of: string, role: string) => ({ address: of, role, of: address, detail: null });
  const nodes = [node(code, "implementation"), node(admin, "proxy_admin"), node(owner, "owner"), node(admin, "owner")];
  await api.ctx.db.controlGraph.create({ data: { watchlistId, nodes } });
  await seedRule(api.ctx, { watchlistId });
  await seedRule(api.ctx, { tag });
  const sources = await loadRuleSources(api.ctx, networkId);
  expect(sources.map((source) => source.addresses)).toEqual(Array(2).fill([address, admin, owner]));
  const names = [...(sources[0]?.contracts ?? [])].map(([key, contract]) => [key, contract.name, contract.id]);
  expect(names).toEqual([
    [address, "Vault", watchlistId],
    [admin, "Vault (proxy admin)", watchlistId],
    [owner, "Vault (owner)", watchlistId],
  ]);
  const before = await ruleSourcesVersion(api.ctx);
  await api.ctx.db.controlGraph.update({ where: { watchlistId }, data: { refreshedAt: new Date() } });
  expect(await ruleSourcesVersion(api.ctx)).toBe(before);
  await api.ctx.db.controlGraph.update({ where: { watchlistId }, data: { nodes: [node(owner, "owner")] } });
  expect(await ruleSourcesVersion(api.ctx)).not.toBe(before);
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
