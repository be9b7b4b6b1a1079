import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/watchlists/import";

let api: ApiClient;
let token: string;
let network: string;
let networkId: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
});
beforeEach(async () => {
  network = `net-${api.ctx.newId().slice(-12)}`;
  networkId = (await seedNetwork(api.ctx, { name: network })).id;
});
afterAll(() => api.close());

const addressOf = (number: number) => `0x${number.toString(16).padStart(40, "0")}`;
const row = (number: number, values: object = {}) => ({
  name: `Contract ${number}`,
  network,
  address: addressOf(number),
  ...values,
});
const send = (body: unknown, query = "") => api.call("POST", PATH + query, { token, body });
const sendCsv = (body: string, query = "", type = "text/csv") =>
  api.call("POST", PATH + query, { token, body, headers: { "Content-Type": type } });
const stored = () => api.ctx.db.watchlistEntry.findMany({ where: { networkId }, orderBy: { address: "asc" } });

test("new rows are created, the same again is unchanged, other values update and what is not named stays", async () => {
  const first = await send([row(1, { tags: ["a"], abi: ["function sweep(address to)"] }), row(2, { enabled: false })]);
  expect([first.status, first.body]).toEqual([200, { created: 2, updated: 0, unchanged: 0, errors: [] }]);
  const again = await send([row(1, { tags: ["a"] }), row(2, { name: "Renamed" }), row(3)]);
  expect(again.body).toEqual({ created: 1, updated: 1, unchanged: 1, errors: [] });
  expect(await stored()).toMatchObject([
    { name: "Contract 1", tags: ["a"], enabled: true, abi: [{ name: "sweep" }] },
    { name: "Renamed", tags: [], enabled: false, abi: null },
    { name: "Contract 3" },
  ]);
  const audit = await api.ctx.db.auditLog.findMany({
    where: { action: "watchlist.imported" },
    orderBy: { seq: "desc" },
  });
  expect(audit[0]?.metadata).toMatchObject({ created: 1, updated: 1, unchanged: 1, errors: 0 });
});

test("CSV is read by its header, as spreadsheets write it", async () => {
  const lines = [
    "\ufeffname,address,network,tags,enabled",
    `"Vault, the ""big"" one",${addressOf(1)},${network},"a,b",TRUE`,
    `Other,${addressOf(2)},${network},a;c,false`,
    `Third,${addressOf(3)},${network}`,
    "",
  ];
  const answer = await sendCsv(lines.join("\r\n"), "", "text/csv; charset=utf-8");
  expect([answer.status, answer.body]).toEqual([200, { created: 3, updated: 0, unchanged: 0, errors: [] }]);
  expect(await stored()).toMatchObject([
    { name: 'Vault, the "big" one', tags: ["a", "b"], enabled: true },
    { name: "Other", tags: ["a", "c"], enabled: false },
    { name: "Third", tags: [], enabled: true },
  ]);
});

const WRONG: [string, object | null, string][] = [
  ["an address", { address: "0x12" }, "address: An address has 40 hex digits after 0x; this one has 2."],
  ["a checksum", { address: "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9b" }, "address: The checksum"],
  ["a network", { network: "nowhere" }, "network: is not a network that is configured"],
  ["a missing name", { name: undefined }, "name: is required"],
  ["an unknown field", { color: "red" }, "color: is not a field of a watchlist entry"],
  ["a flag", { enabled: "perhaps" }, 'enabled: must be "true" or "false"'],
  ["an ABI", { abi: ["nonsense"] }, "abi: Item 1 of the ABI"],
  ["the same contract twice", { address: addressOf(1) }, "address: is the same contract as in row 1"],
  ["no object", null, "is not an object"],
];

test.each(WRONG)("%s that is wrong is told with its row, and the others are written", async (_what, values, detail) => {
  const rows = [row(1), values === null ? null : row(2, values), row(3)];
  const answer = await send(rows);
  expect([answer.status, answer.body]).toMatchObject([200, { created: 2, updated: 0, unchanged: 0 }]);
  expect(answer.body.errors).toEqual([{ row: 2, detail: expect.stringContaining(detail) }]);
  expect((await stored()).length).toBe(2);
});

test("atomic: with one wrong row nothing is written", async () => {
  const answer = await send([row(1), row(2, { address: "0x" })], "?atomic=true");
  expect([answer.status, answer.body]).toMatchObject([
    200,
    { created: 0, updated: 0, unchanged: 0, errors: [{ row: 2 }] },
  ]);
  expect(await stored()).toEqual([]);
  expect((await send([row(1)], "?atomic=true")).body.created).toBe(1);
});

test("an ABI that lacks what a rule watches is an error of its row", async () => {
  await send([row(1, { abi: ["function drainAll(address to)"] }), row(2)]);
  const [entry] = await stored();
  await seedRule(api.ctx, { watchlistId: entry?.id ?? "", signature: "drainAll" });
  const rows = [row(1, { abi: ["function other()"] }), row(2, { name: "Renamed" })];
  const atomic = await send(rows, "?atomic=true");
  expect(atomic.body).toMatchObject({ created: 0, updated: 0, unchanged: 0, errors: [{ row: 1 }] });
  expect((await send(rows)).body).toMatchObject({ updated: 1, unchanged: 0, errors: [{ row: 1 }] });
  expect(await stored()).toMatchObject([{ abi: [{ name: "drainAll" }] }, { name: "Renamed" }]);
});

test("what is no list, no CSV, of another type, too long or from a viewer is refused whole", async () => {
  for (const body of [{}, "text", null]) expect((await send(JSON.stringify(body))).status).toBe(415);
  expect((await send({})).body.errors).toMatchObject([{ pointer: "", detail: "must be a list of rows" }]);
  expect((await sendCsv('name\n"open')).body.errors).toMatchObject([{ code: "malformed_csv" }]);
  expect((await sendCsv("{}")).body).toMatchObject({ status: 400, detail: expect.stringContaining("no column name") });
  expect((await sendCsv("name,network,address\n\u0000")).body.errors).toMatchObject([{ code: "invalid_characters" }]);
  expect((await sendCsv("a", "?atomic=maybe")).body.errors).toMatchObject([{ pointer: "?atomic" }]);
  expect((await send(Array.from({ length: 50_001 }, () => 1))).status).toBe(400);
  expect((await sendCsv("x".repeat(16 * 1024 * 1024 + 1))).status).toBe(413);
  const elsewhere = await api.call("POST", "/v1/watchlists", {
    token,
    body: "a",
    headers: { "Content-Type": "text/csv" },
  });
  expect(elsewhere.status).toBe(415);
  const viewer = (await api.signIn("viewer")).token;
  expect((await api.call("POST", PATH, { token: viewer, body: [] })).status).toBe(403);
});

test("fifty thousand rows arrive in one request, and again without a change", async () => {
  const rows = Array.from({ length: 50_000 }, (_, number) => `Contract ${number},${network},${addressOf(number + 1)}`);
  const text = ["name,network,address", ...rows].join("\n");
  expect((await sendCsv(text)).body).toEqual({ created: 50_000, updated: 0, unchanged: 0, errors: [] });
  expect((await sendCsv(text)).body).toEqual({ created: 0, updated: 0, unchanged: 50_000, errors: [] });
});

test("two imports of the same contracts at once write each contract once", async () => {
  const rows = Array.from({ length: 300 }, (_, number) => row(number + 1));
  const answers = await Promise.all([send(rows), send([...rows].reverse())]);
  expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
  expect((await stored()).length).toBe(300);
});

test("an idempotency key replays the answer", async () => {
  const headers = { "Idempotency-Key": api.ctx.newId() };
  const once = await api.call("POST", PATH, { token, body: [row(1)], headers });
  const again = await api.call("POST", PATH, { token, body: [row(1)], headers });
  expect(again.body).toEqual(once.body);
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
});
