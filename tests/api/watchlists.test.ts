import { afterAll, beforeAll, expect, test } from "vitest";

import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const VAULT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

let api: ApiClient;
let token: string;
let viewer: string;
let networkId: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
  viewer = (await api.signIn("viewer")).token;
  networkId = (await seedNetwork(api.ctx)).id;
});
afterAll(() => api.close());

const post = (body: unknown) => api.call("POST", "/v1/watchlists", { token, body });

let entries = 0;
const entry = (values: object) => {
  entries += 1;
  return { name: "Vault", network: "demo", address: `0x${entries.toString(16).padStart(40, "e")}`, ...values };
};

test("a contract is watched: lower case in the database, checksummed in the answer, audited", async () => {
  const created = await post({ name: " Vault ", network: "demo", address: VAULT.toLowerCase(), tags: ["a", "a", "b"] });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ name: "Vault", network: "demo", address: VAULT, tags: ["a", "b"], abi: null });
  expect(created.headers.get("Location")).toBe(`/v1/watchlists/${created.body.id}`);
  const row = await api.ctx.db.watchlistEntry.findUnique({ where: { id: created.body.id } });
  expect(row?.address).toBe(VAULT.toLowerCase());
  const audit = await api.ctx.db.auditLog.findFirst({ where: { resourceId: created.body.id } });
  expect(audit).toMatchObject({ action: "watchlist.created", resourceType: "watchlist" });

  const again = await post({ name: "Same", network: "demo", address: VAULT });
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ code: "duplicate_address", errors: [{ pointer: "/address" }] });
});

test("the same address may be watched on another network", async () => {
  await seedNetwork(api.ctx, { name: "other", chainId: 31_338 });
  const answer = await post({ name: "Other", network: "other", address: VAULT });
  expect(answer.status).toBe(201);
});

test.each([
  ["not hex", "0x5FbDB2315678afecb367f032d93F642f64180aZZ", "address_malformed"],
  ["too short", "0x5FbDB2315678afecb367f032d93F642f64180a", "address_length"],
  ["a wrong checksum", VAULT.replace("F", "f"), "address_checksum"],
  ["no prefix", VAULT.slice(2), "address_malformed"],
])("an address with %s is refused at its place", async (_what, address, code) => {
  const answer = await post({ name: "X", network: "demo", address });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer: "/address", code }]);
});

test("an unknown network, a bad address and a bad ABI are all named at once", async () => {
  const answer = await post({ name: "X", network: "nowhere", address: "0x1", abi: '[{"type":"function"' });
  expect(answer.status).toBe(400);
  const codes = answer.body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]);
  expect(codes).toEqual([
    ["/network", "unknown_network"],
    ["/address", "address_length"],
    ["/abi", "invalid_abi"],
  ]);
});

test("unknown and missing fields are named", async () => {
  const answer = await post({ nam: "X", network: "demo", address: VAULT });
  expect(answer.status).toBe(400);
  const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
  expect(pointers.sort()).toEqual(["/nam", "/name"]);
});

test("viewers may read and not write", async () => {
  const body = { name: "X", network: "demo", address: VAULT };
  expect((await api.call("POST", "/v1/watchlists", { token: viewer, body })).status).toBe(403);
  expect((await api.call("GET", "/v1/watchlists", { token: viewer })).status).toBe(200);
  expect((await api.call("GET", "/v1/watchlists")).status).toBe(401);
});

test("an ABI is kept clean, shown with the entry and not in lists, and null takes it away", async () => {
  const entry = await seedWatchlistEntry(api.ctx, { networkId });
  const path = `/v1/watchlists/${entry.id}`;
  const patched = await api.call("PATCH", path, { token, body: { abi: "function withdraw(address to, uint amount)" } });
  expect(patched.body.abi).toMatchObject([{ type: "function", name: "withdraw", inputs: [{ name: "to" }, {}] }]);
  const list = await api.call("GET", "/v1/watchlists", { token });
  expect(list.body.data.every((row: object) => !("abi" in row))).toBe(true);
  expect((await api.call("PATCH", path, { token, body: { abi: null } })).body.abi).toBeNull();
});

test("an ABI that lacks what a rule watches is refused", async () => {
  const abi = [{ type: "function", name: "onlyHere", inputs: [] }];
  const entry = await seedWatchlistEntry(api.ctx, { networkId, abi });
  await seedRule(api.ctx, { watchlistId: entry.id, signature: "onlyHere" });
  const answer = await api.call("PATCH", `/v1/watchlists/${entry.id}`, { token, body: { abi: null } });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer: "/abi", code: "abi_lacks_signature" }]);
});

test("network and address can't be changed, and a stale If-Match is refused", async () => {
  const entry = await seedWatchlistEntry(api.ctx, { networkId });
  const path = `/v1/watchlists/${entry.id}`;
  const moved = await api.call("PATCH", path, { token, body: { address: VAULT } });
  expect(moved.body.errors).toMatchObject([{ pointer: "/address", code: "unknown_field" }]);
  const etag = (await api.call("GET", path, { token })).headers.get("ETag") ?? "";
  const headers = { "If-Match": etag };
  expect((await api.call("PATCH", path, { token, body: { name: "B" }, headers })).status).toBe(200);
  expect((await api.call("PATCH", path, { token, body: { name: "C" }, headers })).status).toBe(412);
});

test("deleting an entry disables its rules, keeps its alerts, and can't be done twice", async () => {
  const entry = await seedWatchlistEntry(api.ctx, { networkId });
  const rule = await seedRule(api.ctx, { watchlistId: entry.id });
  const alert = await seedAlert(api.ctx, { ruleId: rule.id, networkId, watchlistId: entry.id });
  const path = `/v1/watchlists/${entry.id}`;
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  expect((await api.call("DELETE", path, { token })).status).toBe(404);
  expect((await api.call("GET", path, { token })).status).toBe(404);

  const after = await api.call("GET", `/v1/rules/${rule.id}`, { token });
  expect(after.body).toMatchObject({ enabled: false, watchlistId: null, version: 2 });
  expect((await api.call("GET", `/v1/alerts/${alert.id}`, { token })).body.watchlistId).toBe(entry.id);
  const audit = await api.ctx.db.auditLog.findFirst({ where: { resourceId: entry.id, action: "watchlist.deleted" } });
  expect(audit?.metadata).toMatchObject({ rulesDisabled: 1, ruleIds: [rule.id] });

  const woken = await api.call("PATCH", `/v1/rules/${rule.id}`, { token, body: { enabled: true } });
  expect(woken.status).toBe(400);
  expect(woken.body.errors).toMatchObject([{ pointer: "/watchlistId", code: "scope_required" }]);
  const moved = await api.call("PATCH", `/v1/rules/${rule.id}`, { token, body: { enabled: true, network: "demo" } });
  expect(moved.body).toMatchObject({ enabled: true, network: "demo", watchlistId: null });
});

test("filters narrow the list, and special characters are only characters", async () => {
  const entry = await seedWatchlistEntry(api.ctx, { networkId, name: "50%_odd", tags: ["rare"], enabled: false });
  for (const query of ["tag=rare", "q=50%25_", `q=${entry.address.slice(0, 20)}`, "enabled=false", "q=rare"]) {
    const { body } = await api.call("GET", `/v1/watchlists?${query}`, { token });
    expect(
      body.data.map((row: { id: string }) => row.id),
      query,
    ).toEqual([entry.id]);
    expect(body.meta.total).toBe(1);
  }
  expect((await api.call("GET", "/v1/watchlists?q=x%25y", { token })).body.data).toEqual([]);
  expect((await api.call("GET", "/v1/watchlists?network=nowhere", { token })).body.data).toEqual([]);
  const bad = await api.call("GET", "/v1/watchlists?enabled=yes&colour=red", { token });
  expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(["?colour", "?enabled"]);
});

test("pages by cursor give every entry once while others are added", async () => {
  const { id } = await seedNetwork(api.ctx, { name: "paged", chainId: 5 });
  const made = [];
  for (let n = 0; n < 7; n++) made.push((await seedWatchlistEntry(api.ctx, { networkId: id, name: `n${n}` })).id);
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const part = await api.call("GET", `/v1/watchlists?network=paged&limit=3${cursor && `&cursor=${cursor}`}`, {
      token,
    });
    seen.push(...part.body.data.map((row: { id: string }) => row.id));
    cursor = part.body.meta.nextCursor;
    await seedWatchlistEntry(api.ctx, { networkId: id, name: "later" });
  }
  expect(seen).toEqual(made.reverse());
});

test("further ABIs and the watch on its controllers are kept, and read together", async () => {
  const abi = ["function pauseAll()"];
  const abis = [{ name: "Logic", abi: '["function drain(address to)"]' }];
  const made = await post(entry({ abi, abis, watchControl: true }));
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ abi: [{ name: "pauseAll" }], watchControl: true });
  expect(made.body.abis).toMatchObject([{ name: "Logic", abi: [{ type: "function", name: "drain" }] }]);
  const off = await api.call("PATCH", `/v1/watchlists/${made.body.id}`, { token, body: { watchControl: false } });
  expect(off.body).toMatchObject({ watchControl: false, abis: [{ name: "Logic" }] });
  const bad = await post(entry({ abi: ["nonsense"], abis: [{ name: "Logic", abi: "[" }] }));
  expect(bad.body.errors).toMatchObject([
    { pointer: "/abi", code: "invalid_abi" },
    { pointer: "/abis/0/abi", code: "invalid_abi" },
  ]);
  const many = Array.from({ length: 1_500 }, (_, n) => `function f${n}()`);
  const both = await post(
    entry({ abi: many, abis: [{ name: "Logic", abi: many.map((one) => one.replace(" f", " g")) }] }),
  );
  expect(both.body.errors).toMatchObject([{ pointer: "/abis", detail: expect.stringContaining("All ABIs together") }]);
});

test("an ABI that a rule's event or condition needs stays", async () => {
  const abi = ["function drain(address to, uint256 amount)", "event Drained(uint256 amount)"];
  const { id } = (await post(entry({ abi }))).body;
  const rule = { watchlistId: id, severity: "high" };
  const bodies = [
    { ...rule, name: "Event", event: "Drained" },
    { ...rule, name: "Large", signature: "drain", condition: "amount > 5 ether" },
  ];
  for (const body of bodies) expect((await api.call("POST", "/v1/rules", { token, body })).status).toBe(201);
  const patch = async (next: unknown) =>
    (await api.call("PATCH", `/v1/watchlists/${id}`, { token, body: { abi: next } })).body;
  expect((await patch([abi[0]])).errors).toMatchObject([{ pointer: "/abi", code: "abi_lacks_event" }]);
  const renamed = await patch(["function drain(address to, uint256 wad)", abi[1]]);
  expect(renamed.errors).toMatchObject([{ code: "abi_breaks_condition", detail: expect.stringContaining("“Large”") }]);
  expect((await patch([...abi, "function more()"])).abi).toHaveLength(3);
});
