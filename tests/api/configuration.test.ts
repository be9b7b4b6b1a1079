import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/configuration";
const SECRET_URL = "https://discord.com/api/webhooks/123/planted-secret-token";

let api: ApiClient;
let token: string;

beforeAll(async () => {
  api = await createApiClient({ SMTP_URL: "smtp://127.0.0.1:2525", SMTP_FROM: "sentinel@example.com" });
  token = (await api.signIn("admin")).token;
});
afterAll(() => api.close());

const SOON = new Date(Date.now() + 7 * 86_400_000).toISOString();
const VAULT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ABI = [{ type: "function", name: "sweep", inputs: [{ name: "to", type: "address" }] }];

/** One of everything, all referring to each other. */
const whole = () => ({
  version: 1,
  networks: [{ name: "mainnet", chainId: 1, rpcUrls: ["wss://eth.example.com/planted-secret-key"] }],
  addressLists: [{ name: "guardians", addresses: ["0x00000000000000000000000000000000000000aa", VAULT] }],
  watchlists: [{ name: "Vault", network: "mainnet", address: VAULT, tags: ["treasury"], abi: ABI }],
  channels: [
    { type: "discord", name: "Ops", config: { webhookUrl: SECRET_URL }, digestMinutes: 5 },
    { type: "email", name: "Desk", config: { to: ["desk@example.com"] } },
    { type: "telegram", name: "Night", config: { botToken: `12345:${"a".repeat(35)}`, chatId: "-100" } },
    {
      type: "webhook",
      name: "Bot",
      config: { url: "https://93.184.215.14/planted-secret-path", headers: { "X-Key": "k" } },
    },
  ],
  escalationPolicies: [
    { name: "Nights", severities: ["critical"], steps: [{ channels: ["discord/Ops", "email"], waitSeconds: 60 }] },
  ],
  rules: [
    { name: "Quiet", tag: "treasury", severity: "low", inhibitedBy: [`mainnet/${VAULT}/Sweep`] },
    {
      ...{ name: "Sweep", watchlist: `mainnet/${VAULT}`, signature: "sweep", condition: "to not in @guardians" },
      ...{ severity: "critical", channels: ["discord/Ops", "pagerduty"], escalationPolicy: "Nights" },
      ...{ threshold: { count: 3, windowSeconds: 60 }, response: { signature: "pause()" } },
    },
    { name: "Listed", list: "guardians", severity: "info", side: "sender" },
    { name: "Wide", network: "mainnet", condition: "value > 100 ether", severity: "medium", stage: "confirmed" },
  ],
  silences: [{ matchers: { rule: `mainnet/${VAULT}/Sweep` }, reason: "Maintenance", endsAt: SOON }],
});

const send = (body: unknown, query = "") => api.call("POST", PATH + query, { token, body });
const exported = async () => (await api.call("GET", PATH, { token })).body;

test("everything is made in one go, found again by its names, and a second time nothing changes", async () => {
  const plan = await send(whole());
  expect([plan.status, plan.body.errors]).toEqual([200, []]);
  expect(plan.body).toMatchObject({ applied: false, summary: { create: 13, update: 0, unchanged: 0, delete: 0 } });
  expect(await api.ctx.db.rule.count()).toBe(0);
  const before = await api.ctx.db.auditLog.count();

  const applied = await send(whole(), "?apply=true");
  expect(applied.body).toMatchObject({ applied: true, errors: [], summary: { create: 13 } });
  expect(applied.body.madeSecrets).toEqual([{ channel: "webhook/Bot", secret: expect.stringMatching(/^whsec_/) }]);
  const actions = await api.ctx.db.auditLog.findMany({ orderBy: { seq: "asc" }, skip: before });
  expect(actions.map(({ action }) => action)).toContain("configuration.imported");
  expect(actions.filter(({ action }) => action === "rule.created").length).toBe(4);

  const again = await send(whole(), "?apply=true");
  expect(again.body.changes.filter((change: { action: string }) => change.action !== "unchanged")).toEqual([]);
  const rules = await api.ctx.db.rule.findMany({ select: { version: true } });
  expect(rules.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
});

test("an export has no secret and no id, is in order, and importing it changes nothing", async () => {
  const answer = await api.call("GET", PATH, { token });
  expect(answer.headers.get("ETag")).toMatch(/^"/);
  expect(answer.text).not.toContain("planted-secret");
  expect(answer.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(await api.ctx.db.auditLog.count({ where: { action: "configuration.exported" } })).toBeGreaterThan(0);
  const file = answer.body;
  expect(file.rules.map(({ name }: { name: string }) => name)).toEqual(["Listed", "Sweep", "Wide", "Quiet"]);
  expect(file.channels[0]).toEqual({
    ...{ type: "discord", name: "Ops", config: {}, secrets: ["webhookUrl"], digestMinutes: 5 },
  });
  expect(file.channels.at(-1)).toMatchObject({
    config: { url: "https://93.184.215.14/***", headers: { "X-Key": "***" } },
    secrets: ["headers", "secret", "url"],
  });
  expect(file.networks).toEqual([{ name: "mainnet", chainId: 1, confirmations: 12, rpcHosts: ["eth.example.com"] }]);
  const back = await send(file);
  expect(back.body.errors).toEqual([]);
  expect(back.body.summary).toEqual({ create: 0, update: 0, unchanged: 13, delete: 0 });
  const notModified = await api.call("GET", PATH, {
    token,
    headers: { "If-None-Match": answer.headers.get("ETag") ?? "" },
  });
  expect(notModified.status).toBe(304);
});

test("into an empty installation: what has no secret is made switched off, stays so, and works once it is given", async () => {
  const file = await exported();
  const other = await createApiClient({ SMTP_URL: "smtp://127.0.0.1:2525", SMTP_FROM: "sentinel@example.com" });
  try {
    const admin = (await other.signIn("admin")).token;
    const post = (body: unknown, query = "") => other.call("POST", PATH + query, { token: admin, body });
    const made = await post(file, "?apply=true");
    expect([made.status, made.body.errors ?? made.body]).toEqual([200, []]);
    const notes = made.body.notes.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`).sort();
    expect(notes).toEqual([
      "/channels/0 secret_missing",
      "/channels/2 secret_missing",
      "/channels/3 secret_missing",
      "/networks/0 endpoints_missing",
    ]);
    const again = await post(file, "?apply=true");
    expect(again.body.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect((await other.ctx.db.channel.findMany({ where: { enabled: true } })).map(({ name }) => name)).toEqual([
      "Desk",
    ]);

    const channels = file.channels.map((channel: { type: string }) => {
      const config = whole().channels.find(({ type }) => type === channel.type)?.config;
      return { ...channel, config };
    });
    const networks = file.networks.map((network: object) => ({ ...network, rpcUrls: whole().networks[0]?.rpcUrls }));
    const completed = await post({ ...file, channels, networks }, "?apply=true");
    expect(completed.body.summary).toMatchObject({ create: 0, update: 4, delete: 0 });
    expect(completed.text).not.toContain("planted-secret");
    const theirs = (await other.call("GET", PATH, { token: admin })).body;
    expect(theirs).toEqual(file);
  } finally {
    await other.close();
  }
});

test("one wrong thing and nothing is applied; each is named by its place in the file", async () => {
  const before = await exported();
  const body = {
    version: 1,
    watchlists: [{ name: "New", network: "nowhere", address: "0x12" }],
    addressLists: [{ name: "fresh", addresses: ["0x1"] }],
    channels: [{ type: "discord", name: "Ops", config: { webhookUrl: "https://discord.com/api/webhooks/1/***" } }],
    rules: [
      { name: "A", tag: "treasury", severity: "low", condition: "vlaue > 1", channels: ["discord/Nobody"] },
      { name: "B", watchlist: "mainnet/0x00000000000000000000000000000000000000bb", severity: "low" },
      { name: "C", severity: "low" },
      { name: "D", tag: "treasury", severity: "low", condition: "vlaue > 1" },
    ],
  };
  const plan = (await send(body)).body;
  const places = plan.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`).sort();
  expect(places).toEqual([
    "/addressLists/0/addresses/0 address_length",
    "/channels/0/config/webhookUrl masked_secret",
    "/rules/0/channels/0 unknown_reference",
    "/rules/1/watchlist unknown_reference",
    "/rules/2/watchlist scope_required",
    "/rules/3/condition unknown_name",
    "/watchlists/0/address address_length",
  ]);
  expect(plan.errors.find(({ pointer }: { pointer: string }) => pointer === "/rules/3/condition").position).toEqual({
    start: 0,
    end: 5,
  });
  const applied = await send(body, "?apply=true");
  expect([applied.status, applied.body.errors.length]).toEqual([400, 7]);
  expect(await exported()).toEqual(before);
});

test("what is not of the file's form is refused by name", async () => {
  const refused = async (body: object) => (await send({ version: 1, ...body })).body.errors;
  expect(await refused({ version: 2 })).toMatchObject([{ pointer: "/version" }]);
  expect(await refused({ ruels: [] })).toMatchObject([{ pointer: "/ruels", code: "unknown_field" }]);
  expect(
    await refused({ rules: [{ name: "A", tag: "t", severity: "low", watchlistId: api.ctx.newId() }] }),
  ).toMatchObject([{ pointer: "/rules/0/watchlistId", code: "unknown_field" }]);
  expect(await refused({ networks: [{ name: "mainnet" }] })).toMatchObject([{ pointer: "/networks/0/chainId" }]);
  const twice = { name: "V", network: "mainnet", address: VAULT };
  expect(
    (await send({ version: 1, watchlists: [twice, { ...twice, address: VAULT.toLowerCase() }] })).body.errors,
  ).toMatchObject([{ pointer: "/watchlists/1", code: "duplicate" }]);
});

test("parts that are left out stay; with prune what is not in the file goes, but no network and no channel", async () => {
  const file = await exported();
  const rules = file.rules.filter(({ name }: { name: string }) => name !== "Wide");
  const kept = await send({ version: 1, rules }, "?apply=true");
  expect(kept.body.summary).toEqual({ create: 0, update: 0, unchanged: 3, delete: 0 });
  const pruned = await send({ version: 1, rules, channels: [], networks: [] }, "?prune=true&apply=true");
  expect(pruned.body.summary).toEqual({ create: 0, update: 0, unchanged: 3, delete: 1 });
  expect(pruned.body.changes.at(-1)).toEqual({
    kind: "rule",
    action: "delete",
    name: "network:mainnet/Wide",
    pointer: null,
  });
  const left = await exported();
  expect([left.rules.length, left.channels.length, left.networks.length]).toEqual([3, 4, 1]);
  expect((await send(file, "?apply=true")).body.summary).toMatchObject({ create: 1 });
  const everything = { version: 1, rules: [], addressLists: [], watchlists: [], escalationPolicies: [], silences: [] };
  const plan = await send(everything, "?prune=true");
  expect([plan.body.errors, plan.body.summary.delete]).toEqual([[], 8]);
});

test("a change shows its fields before and after; what two objects swap can be swapped", async () => {
  const file = await exported();
  const [first, ...others] = file.rules;
  const plan = await send({ version: 1, rules: [{ ...first, severity: "high", condition: "value > 1" }, ...others] });
  const [change] = plan.body.changes.filter(({ action }: { action: string }) => action === "update");
  expect(change.fields).toEqual({
    condition: { before: null, after: "value > 1" },
    severity: { before: "info", after: "high" },
  });
  // A severity belongs to one policy: the new one can only be made once the old one gave it up.
  const policies = [
    { name: "Days", severities: ["critical"], steps: [{ channels: ["email"], waitSeconds: 0 }] },
    { ...file.escalationPolicies[0], severities: ["high"] },
  ];
  const swapped = await send({ version: 1, escalationPolicies: policies }, "?apply=true");
  expect(swapped.body).toMatchObject({ applied: true, errors: [], summary: { create: 1, update: 1 } });
});

test("rules of one name and scope are told apart by their order, and named with a number", async () => {
  const twin = { name: "Twin", tag: "twins", severity: "low" };
  const rules = [
    twin,
    { ...twin, condition: "value > 2" },
    { ...twin, name: "Third", inhibitedBy: ["tag:twins/Twin#2"] },
  ];
  expect((await send({ version: 1, rules }, "?apply=true")).body.summary).toMatchObject({ create: 3 });
  const shown = (await exported()).rules.filter(({ tag }: { tag: string }) => tag === "twins");
  expect(shown.map(({ condition = null }) => condition)).toEqual([null, null, "value > 2"]);
  expect(shown[0].inhibitedBy).toEqual(["tag:twins/Twin#2"]);
  expect((await send({ version: 1, rules })).body.summary).toMatchObject({ update: 0, create: 0, unchanged: 3 });
});

test("only admins; a silence that is over is passed over", async () => {
  const analyst = (await api.signIn("analyst")).token;
  expect((await api.call("GET", PATH, { token: analyst })).status).toBe(403);
  expect((await api.call("POST", PATH, { token: analyst, body: { version: 1 } })).status).toBe(403);
  const silences = [{ matchers: { severity: "low" }, reason: "Over", endsAt: "2020-01-01T00:00:00.000Z" }];
  const answer = await send({ version: 1, silences }, "?apply=true");
  expect(answer.body).toMatchObject({ applied: true, notes: [{ pointer: "/silences/0", code: "silence_over" }] });
});

test("two imports of the same at once: each thing is made once", async () => {
  const rules = Array.from({ length: 40 }, (_, number) => ({ name: `R${number}`, tag: "raced", severity: "low" }));
  const answers = await Promise.all([1, 2].map(() => send({ version: 1, rules }, "?apply=true")));
  expect(answers.map(({ body }) => body.summary?.create).sort()).toEqual([0, 40]);
  expect(await api.ctx.db.rule.count({ where: { tag: "raced" } })).toBe(40);
});

test("YAML goes in and out, and means the same as JSON", async () => {
  const answer = await api.call("GET", `${PATH}?format=yaml`, { token, headers: { Accept: "application/yaml" } });
  expect(answer.headers.get("Content-Type")).toBe("application/yaml; charset=utf-8");
  const headers = { "Content-Type": "application/yaml" };
  const post = (body: string, query = "") => api.call("POST", PATH + query, { token, headers, body });
  const plan = await post(answer.text);
  expect(plan.body).toMatchObject({ errors: [], summary: { create: 0, update: 0, delete: 0 } });

  const rule = "  - {name: Unquoted, watchlist: mainnet/VAULT, severity: low, signature: 0x715018a6}\n";
  const made = await post(`version: 1\nrules:\n${rule.replace("VAULT", VAULT)}`, "?apply=true");
  expect(made.body).toMatchObject({ applied: true, summary: { create: 1 } });
  const refused = await post("version: 1\nrules: &a []\nsilences: *a");
  expect([refused.status, refused.body.errors]).toMatchObject([400, [{ code: "yaml_alias" }]]);
  const twice = await api.call("POST", PATH, {
    ...{ token, headers: { "Content-Type": "application/json" }, body: '{"version": 1, "rules": [], "rules": []}' },
  });
  expect([twice.status, twice.body.errors]).toMatchObject([400, [{ code: "duplicate_key", pointer: "/rules" }]]);
});

test("five thousand rules are exported, planned and made", { timeout: 240_000 }, async () => {
  const other = await createApiClient();
  try {
    const admin = (await other.signIn("admin")).token;
    const rules = Array.from({ length: 5_000 }, (_, at) => ({ name: `R${at}`, tag: `t${at % 9}`, severity: "low" }));
    const post = (query: string) => other.call("POST", PATH + query, { token: admin, body: { version: 1, rules } });
    expect((await post("?apply=true")).body).toMatchObject({ applied: true, summary: { create: 5_000 } });
    expect((await post("")).body.summary).toMatchObject({ create: 0, unchanged: 5_000 });
    expect((await other.call("GET", `${PATH}?format=yaml`, { token: admin })).text.match(/- name: /g)?.length).toBe(
      5_000,
    );
  } finally {
    await other.close();
  }
});

test("an import that would change too much at once is refused as a whole", async () => {
  const rules = Array.from({ length: 10_001 }, (_, at) => ({ name: `R${at}`, tag: "many", severity: "low" }));
  const answer = await send({ version: 1, rules }, "?apply=true");
  expect([answer.status, answer.body.errors]).toMatchObject([400, [{ code: "too_many_changes", pointer: "" }]]);
});

test("the file of the documentation can be imported", async () => {
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync("docs/configuration.md", "utf8")) ?? [];
  const other = await createApiClient();
  try {
    const admin = (await other.signIn("admin")).token;
    const headers = { "Content-Type": "application/yaml" };
    const answer = await other.call("POST", PATH, { token: admin, headers, body: yaml });
    expect([answer.status, answer.body.errors]).toEqual([200, []]);
    expect(answer.body.changes.length).toBe(7);
  } finally {
    await other.close();
  }
});
