import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/configuration/openzeppelin-monitor";
const ROOT = "tests/data/openzeppelin-monitor";
const VAULT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const FOLDERS = ["monitors", "networks", "triggers"] as const;

let api: ApiClient;
let token: string;

beforeAll(async () => {
  api = await createApiClient({ SMTP_URL: "smtp://127.0.0.1:2525", SMTP_FROM: "sentinel@example.com" });
  token = (await api.signIn("admin")).token;
});
afterAll(() => api.close());

const read = (path: string) => readFileSync(`${ROOT}/${path}`, "utf8");
const pathsIn = (folder: string) => readdirSync(`${ROOT}/${folder}`).map((file) => `${folder}/${file}`);
/** As the folder is archived: names of files, and their texts. */
const archive = () => Object.fromEntries(FOLDERS.flatMap(pathsIn).map((path) => [`config/${path}`, read(path)]));
const send = (body: unknown, query = "") => api.call("POST", PATH + query, { token, body });
const entriesOf = (body: { report: { path: string; outcome: string; detail: string }[] }) =>
  body.report.map(({ path, outcome }) => `${outcome} ${path.replace(/^config\//, "")}`);

test("without apply nothing is changed, and the answer has the plan, the report and what was made of it, no secrets", async () => {
  const answer = await send(archive());
  expect([answer.status, answer.body.plan.errors]).toEqual([200, []]);
  expect(answer.body.plan).toMatchObject({
    applied: false,
    summary: { create: 12, update: 0, unchanged: 0, delete: 0 },
  });
  expect(await api.ctx.db.rule.count()).toBe(0);
  expect(await api.ctx.db.network.count()).toBe(0);
  for (const secret of ["planted-", "key-of-one"]) expect(answer.text).not.toContain(secret);
  expect(answer.body.configuration.networks).toEqual([
    { name: "chain-one", chainId: 424201, confirmations: 4, rpcHosts: ["one.example.com"] },
  ]);
});

test("the report names everything that has no exact counterpart, by its place", async () => {
  const entries = entriesOf((await send(archive())).body);
  for (const expected of [
    "not_imported networks/chain_one.json#/rpc_urls/1/url",
    "not_needed networks/chain_one.json#/cron_schedule",
    "not_imported networks/starfield.json#",
    "not_imported triggers/all.json#/pager_script/config",
    "not_imported triggers/all.json#/night_telegram/config/token",
    "not_imported triggers/all.json#/ops_discord/config/message/body",
    "not_needed triggers/all.json#/ops_discord/config/retry_policy",
    "changed triggers/all.json#/hook/config/method",
    "changed triggers/all.json#/hook/config/secret",
    "not_imported monitors/vault_payouts.json#/networks/1",
    "not_imported monitors/vault_payouts.json#/trigger_conditions",
    "not_imported monitors/vault_payouts.json#/triggers/2",
    "not_imported monitors/vault_payouts.json#/match_conditions/functions/1/expression",
    "changed monitors/vault_payouts.json#/match_conditions/functions/0",
    "not_imported monitors/big_spender.json#/addresses/2/address",
    "changed monitors/big_spender.json#/match_conditions",
  ]) {
    expect(entries).toContain(expected);
  }
});

test("applied: contracts, rules with their conditions, and channels, whose missing secrets keep them off; again: nothing", async () => {
  const applied = await send(archive(), "?apply=true");
  expect([applied.status, applied.body.plan?.applied]).toEqual([200, true]);
  const rules = await api.ctx.db.rule.findMany({ orderBy: { name: "asc" }, include: { entry: true } });
  expect(rules.map(({ name, enabled, stage, side }) => [name, enabled, stage, side])).toEqual([
    ["Big spender", false, "confirmed", "either"],
    ["Big spender", false, "confirmed", "either"],
    ["Vault payouts: PaidOut(address,uint256)", true, "confirmed", "target"],
    ["Vault payouts: payOut(address,uint256,string)", true, "confirmed", "target"],
  ]);
  expect(rules[0]?.condition).toBe("tx.value > 1000000000000000000");
  expect(rules[3]?.condition).toBe(
    "amount >= 1000000000000000000 AND (memo contains 'urgent' OR memo == 'receiver') AND " +
      "(tx.status == 'Success' OR tx.status == 'Failure' AND tx.value > 0 AND tx.gas_used > 21000)",
  );
  expect(rules[3]?.entry).toMatchObject({ name: "Vault payouts", address: VAULT.toLowerCase() });
  const channels = await api.ctx.db.channel.findMany({ orderBy: { name: "asc" } });
  expect(channels.map(({ name, type, enabled }) => [name, type, enabled])).toEqual([
    ["Desk", "email", true],
    ["Hook", "webhook", true],
    ["Night", "telegram", false],
    ["Ops", "discord", true],
  ]);
  expect(channels[3]?.templates).toEqual({ title: "{{rule}} fired" });
  expect(applied.body.plan.notes).toMatchObject([
    { code: "secret_missing", detail: expect.stringContaining("botToken") },
  ]);
  const again = await send(archive(), "?apply=true");
  expect(again.body.plan.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
});

test("lists and maps are taken as well as files, and mean the same", async () => {
  const parsed = (folder: string) => pathsIn(folder).map((path) => JSON.parse(read(path)));
  const byName = Object.fromEntries(parsed("monitors").map((monitor) => [monitor.name, monitor]));
  const [triggers] = parsed("triggers");
  for (const body of [
    { monitors: parsed("monitors"), networks: parsed("networks"), triggers: [triggers] },
    { monitors: byName, networks: parsed("networks"), triggers },
  ]) {
    const answer = await send(body);
    expect(answer.body.plan).toMatchObject({ errors: [], summary: { create: 0, update: 0 } });
    // The network is one of this installation by now, and no part of the plan.
    expect(answer.body.plan.summary.unchanged).toBe(11);
  }
});

test("networks of the same chain and contracts that are watched stay as they are; their ABI is completed", async () => {
  const other = await createApiClient();
  try {
    const admin = (await other.signIn("admin")).token;
    await seedNetwork(other.ctx, { name: "mine", chainId: 424201, rpcUrls: ["wss://mine.example.com"] });
    const entry = { name: "My vault", network: "mine", address: VAULT, tags: ["kept"], abi: ["function own()"] };
    await other.call("POST", "/v1/watchlists", { token: admin, body: entry });
    const post = (query: string) => other.call("POST", PATH + query, { token: admin, body: archive() });
    const applied = await post("?apply=true");
    expect(applied.body.plan?.applied).toBe(true);
    // Without a mail server the channel is left out, and said to be.
    expect(entriesOf(applied.body)).toContain("not_imported triggers/all.json#/desk_mail/config");
    expect((await other.ctx.db.network.findMany()).map(({ name }) => name)).toEqual(["mine"]);
    const row = await other.ctx.db.watchlistEntry.findFirstOrThrow({ where: { name: "My vault" } });
    expect(row).toMatchObject({ tags: ["kept"], abi: [{ name: "own" }], abis: [{ name: "OpenZeppelin Monitor" }] });
    expect((await post("?apply=true")).body.plan.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
  } finally {
    await other.close();
  }
});

test("whatever is sent in their place is answered with a report, not with a fault", async () => {
  const odd: unknown[] = [
    null,
    1,
    "x",
    [],
    {},
    { match_conditions: {} },
    { network_type: 1 },
    { trigger_type: "slack" },
  ];
  for (const value of odd) {
    for (const body of [
      { monitors: value },
      { monitors: [value] },
      { networks: [value], triggers: { a: value } },
      { "a.json": value },
    ]) {
      const answer = await send(body);
      expect([answer.status, answer.body.plan.summary]).toEqual([
        200,
        { create: 0, update: 0, unchanged: 0, delete: 0 },
      ]);
    }
  }
  expect((await send([])).status).toBe(400);
  expect((await send({ "monitors/x.json": "{broken" })).body.report).toMatchObject([{ outcome: "not_imported" }]);
  const analyst = (await api.signIn("analyst")).token;
  expect((await api.call("POST", PATH, { token: analyst, body: {} })).status).toBe(403);
});

test("a webhook that leads into the own network is made without its URL", async () => {
  const url = { type: "plain", value: "http://169.254.169.254/latest/meta-data" };
  const triggers = { inner: { name: "Inner", trigger_type: "webhook", config: { url } } };
  const answer = await send({ triggers }, "?apply=true");
  expect(answer.body.plan.applied).toBe(true);
  expect(answer.body.report.at(-1)).toMatchObject({ path: "channel Inner", outcome: "not_imported" });
  expect(await api.ctx.db.channel.findFirst({ where: { name: "Inner" } })).toMatchObject({ enabled: false });
});
