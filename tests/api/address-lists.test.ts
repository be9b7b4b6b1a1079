import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { loadAddressLists } from "~/domain/address-lists/load-address-lists.server";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { ruleSourcesVersion } from "~/domain/rules/rule-sources-version.server";
import { toChecksum } from "~/domain/transactions/address";
import { seedAddressList } from "../../prisma/seed/seed-address-list";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/address-lists";

let api: ApiClient;
let token: string;
let name: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
});
beforeEach(() => {
  name = `list_${api.ctx.newId().slice(-12)}`;
});
afterAll(() => api.close());

const addressOf = (number: number) => `0x${number.toString(16).padStart(40, "0")}`;
const create = async () => (await api.call("POST", PATH, { token, body: { name } })).body.id as string;
const change = (id: string, body: unknown, headers = {}) =>
  api.call("POST", `${PATH}/${id}/addresses`, { token, body, headers });
const addresses = async (id: string, query = "") =>
  (await api.call("GET", `${PATH}/${id}/addresses?limit=100${query}`, { token })).body;

test("a list is made, renamed, found and deleted, each audited", async () => {
  const made = await api.call("POST", PATH, { token, body: { name, description: "Our wallets" } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name, description: "Our wallets", size: 0 });
  const { id } = made.body;
  expect(made.headers.get("Location")).toBe(`${PATH}/${id}`);
  const found = await api.call("GET", `${PATH}?q=our%20WALLETS`, { token });
  expect(found.body.data).toMatchObject([{ id, name }]);
  const patched = await api.call("PATCH", `${PATH}/${id}`, { token, body: { name: `${name}_2`, description: null } });
  expect(patched.body).toMatchObject({ name: `${name}_2`, description: null });
  expect((await api.call("DELETE", `${PATH}/${id}`, { token })).status).toBe(204);
  expect((await api.call("GET", `${PATH}/${id}`, { token })).status).toBe(404);
  const audit = await api.ctx.db.auditLog.findMany({ where: { resourceId: id }, orderBy: { seq: "asc" } });
  const actions = audit.map(({ action }) => action.replace("address_list.", ""));
  expect(actions).toEqual(["created", "updated", "deleted"]);
});

test("a name has its form and is one list's only", async () => {
  for (const wrong of ["Treasury", "1st", "a-b", "", "x".repeat(65)]) {
    const answer = await api.call("POST", PATH, { token, body: { name: wrong } });
    expect(answer.body.errors, wrong).toMatchObject([{ pointer: "/name" }]);
  }
  const id = await create();
  const again = await api.call("POST", PATH, { token, body: { name } });
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ code: "duplicate_name", errors: [{ pointer: "/name" }] });
  const other = await seedAddressList(api.ctx);
  const renamed = await api.call("PATCH", `${PATH}/${id}`, { token, body: { name: other.name } });
  expect(renamed.status).toBe(409);
});

test("a viewer reads and changes nothing; a stale If-Match is refused", async () => {
  const id = await create();
  const viewer = (await api.signIn("viewer")).token;
  const etag = (await api.call("GET", `${PATH}/${id}`, { token: viewer })).headers.get("ETag") ?? "";
  expect((await api.call("POST", `${PATH}/${id}/addresses`, { token: viewer, body: {} })).status).toBe(403);
  await change(id, { add: [addressOf(1)] });
  const stale = await api.call("DELETE", `${PATH}/${id}`, { token, headers: { "If-Match": etag } });
  expect(stale.status).toBe(412);
});

test("addresses are added, removed and replaced, in any spelling, each once", async () => {
  const id = await create();
  const mixed = toChecksum("0x5fbdb2315678afecb367f032d93f642f64180aa3");
  const first = await change(id, { add: [addressOf(1), addressOf(1), mixed, addressOf(2)] });
  expect([first.status, first.body]).toEqual([200, { added: 3, removed: 0, unchanged: 0, size: 3 }]);
  const second = await change(id, { add: [mixed.toLowerCase(), addressOf(3)], remove: [addressOf(1), addressOf(9)] });
  expect(second.body).toEqual({ added: 1, removed: 1, unchanged: 2, size: 3 });
  const listed = await addresses(id);
  expect(listed.data).toEqual([addressOf(2), addressOf(3), mixed].map((address) => ({ address })));
  const replaced = await change(id, { add: [addressOf(3), addressOf(4)], replace: true });
  expect(replaced.body).toEqual({ added: 1, removed: 2, unchanged: 1, size: 2 });
  const emptied = await change(id, { replace: true });
  expect(emptied.body).toEqual({ added: 0, removed: 2, unchanged: 0, size: 0 });
  const audit = await api.ctx.db.auditLog.findFirst({
    where: { resourceId: id, action: "address_list.addresses_changed" },
    orderBy: { seq: "desc" },
  });
  expect(audit?.metadata).toMatchObject({ name, removed: 2, firstRemoved: [addressOf(3), addressOf(4)] });
});

test("one wrong address, and nothing is changed; all wrong ones are told", async () => {
  const id = await create();
  const wrong = await change(id, {
    add: [addressOf(1), "0x12", addressOf(2), "vitalik.eth"],
    remove: [addressOf(2), "0x5FBDB2315678afecb367f032d93F642f64180aa3"],
  });
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors).toMatchObject([
    { pointer: "/add/1", code: "address_length", detail: expect.stringContaining("Row 2, “0x12”") },
    { pointer: "/add/3", code: "address_malformed" },
    { pointer: "/remove/1", code: "address_checksum" },
    { pointer: "/remove/0", code: "contradiction" },
  ]);
  expect((await addresses(id)).meta.total).toBe(0);
  const odd = await change(id, { add: [1], more: true });
  expect(odd.status).toBe(400);
  expect(odd.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(["/add/0", "/more"]);
  const both = await change(id, { add: [], remove: [addressOf(1)], replace: true });
  expect(both.body.errors).toMatchObject([{ pointer: "/remove", code: "not_applicable" }]);
  expect((await change(api.ctx.newId(), {})).status).toBe(404);
});

test("a CSV file adds its addresses, or replaces what is there; its other columns are passed over", async () => {
  const id = await create();
  const csv = { "Content-Type": "text/csv" };
  const text = `note,address\ncold, ${addressOf(1)}\n"hot, new",${addressOf(2)}\n`;
  expect((await change(id, text, csv)).body).toEqual({ added: 2, removed: 0, unchanged: 0, size: 2 });
  const path = `${PATH}/${id}/addresses?replace=true`;
  const replaced = await api.call("POST", path, { token, body: `address\n${addressOf(5)}`, headers: csv });
  expect(replaced.body).toEqual({ added: 1, removed: 2, unchanged: 0, size: 1 });
  const wrong = await change(id, `address\n${addressOf(5)}\n0xnope`, csv);
  expect(wrong.body.errors).toMatchObject([{ pointer: "/add/1", detail: expect.stringContaining("Row 2") }]);
  expect((await change(id, "wallet\n0x12", csv)).body).toMatchObject({
    status: 400,
    detail: expect.stringContaining("no column address"),
  });
  expect((await change(id, "x".repeat(16 * 1024 * 1024 + 1), csv)).status).toBe(413);
});

test("a hundred thousand addresses arrive in one request; one more is refused", async () => {
  const id = await create();
  const add = Array.from({ length: 100_000 }, (_, number) => addressOf(number + 1));
  const started = performance.now();
  expect((await change(id, { add })).body).toEqual({ added: 100_000, removed: 0, unchanged: 0, size: 100_000 });
  expect(performance.now() - started).toBeLessThan(10_000);
  const more = await change(id, { add: [addressOf(100_001)] });
  expect(more.body.errors).toMatchObject([{ pointer: "/add", code: "list_too_long" }]);
  const tooMany = await change(id, { add: [...add, addressOf(100_001)] });
  expect([tooMany.status, tooMany.body.errors]).toMatchObject([400, [{ pointer: "/add" }]]);
  expect((await change(id, { add: [addressOf(100_001)], remove: [addressOf(1)] })).body.size).toBe(100_000);
  expect((await change(id, { add, replace: true })).body).toMatchObject({ added: 1, removed: 1, size: 100_000 });
});

test("the addresses of a list are paged and searched", async () => {
  const list = await seedAddressList(api.ctx, { addresses: Array.from({ length: 25 }, (_, n) => addressOf(n + 1)) });
  const path = `${PATH}/${list.id}/addresses?limit=10`;
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await api.call("GET", `${path}${cursor}`, { token });
    expect(body.meta.total).toBe(25);
    seen.push(...body.data.map((row: { address: string }) => row.address.toLowerCase()));
    cursor = body.meta.nextCursor === null ? "" : `&cursor=${body.meta.nextCursor}`;
  } while (cursor !== "");
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => addressOf(n + 1)));
  expect((await api.call("GET", `${path}&page=3`, { token })).body.data).toHaveLength(5);
  expect((await addresses(list.id, `&q=${addressOf(20).slice(-2)}`)).data).toEqual([{ address: addressOf(20) }]);
  expect((await api.call("GET", `${path}&cursor=x`, { token })).body.errors).toMatchObject([{ pointer: "?cursor" }]);
});

test("a list that rules need is neither deleted nor, where they name it, renamed", async () => {
  const network = await seedNetwork(api.ctx, { name: `net-${name.slice(-12)}` });
  const id = await create();
  const byName = await seedRule(api.ctx, { networkId: network.id, name: "By name", condition: `to in @${name}` });
  const byScope = await seedRule(api.ctx, { addressListId: id, name: "By scope", enabled: false });
  const remove = () => api.call("DELETE", `${PATH}/${id}`, { token });
  const rename = () => api.call("PATCH", `${PATH}/${id}`, { token, body: { name: `${name}_2` } });
  expect((await remove()).body).toMatchObject({
    status: 409,
    code: "list_in_use",
    detail: expect.stringContaining("“By name”, “By scope”"),
  });
  expect((await rename()).status).toBe(409);
  await api.ctx.db.rule.update({ where: { id: byName.id }, data: { deletedAt: new Date() } });
  expect((await rename()).status).toBe(200);
  expect((await remove()).status).toBe(409);
  await api.ctx.db.rule.update({ where: { id: byScope.id }, data: { deletedAt: new Date() } });
  expect((await remove()).status).toBe(204);
});

test("a list is never deleted under a rule that is made at the same moment", async () => {
  const network = (await seedNetwork(api.ctx, { name: `net-${name.slice(-12)}` })).name;
  for (let round = 0; round < 4; round++) {
    const list = await seedAddressList(api.ctx);
    const body = { name: "R", network, severity: "low", condition: `to in @${list.name}` };
    const [removed, made] = await Promise.all([
      api.call("DELETE", `${PATH}/${list.id}`, { token }),
      api.call("POST", "/v1/rules", { token, body }),
    ]);
    expect([removed.status, made.status]).toEqual(made.status === 201 ? [409, 201] : [204, 400]);
  }
});

test("the worker reads the lists that enabled rules name, and notices every change of one", async () => {
  const network = await seedNetwork(api.ctx, { name: `net-${name.slice(-12)}` });
  const id = await create();
  await seedAddressList(api.ctx, { addresses: [addressOf(7)] });
  await seedRule(api.ctx, { networkId: network.id, condition: `to in @ ${name} OR from in @gone` });
  await seedRule(api.ctx, { networkId: network.id, condition: "name == '@x'", enabled: false });
  expect((await loadAddressLists(api.ctx)).get(name)).toEqual(new Set());
  const before = await ruleSourcesVersion(api.ctx);
  await change(id, { add: [addressOf(1), addressOf(2)] });
  const after = await ruleSourcesVersion(api.ctx);
  expect(after).not.toBe(before);
  await change(id, { add: [addressOf(1)] });
  expect(await ruleSourcesVersion(api.ctx)).toBe(after);
  expect((await loadAddressLists(api.ctx)).get(name)).toEqual(new Set([addressOf(1), addressOf(2)]));
  await seedRule(api.ctx, { addressListId: id });
  const [source] = (await loadRuleSources(api.ctx, network.id)).filter((rule) => rule.addresses?.length === 2);
  expect(source).toMatchObject({ addresses: [addressOf(1), addressOf(2)], contractName: null, watchlistId: null });
});
