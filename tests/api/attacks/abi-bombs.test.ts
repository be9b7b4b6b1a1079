import { AbiCoder, Interface, id as topicOf } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { submitConfiguration } from "~/web/pages/submit-configuration.server";
import { seedNetwork } from "../../../prisma/seed/seed-network";
import { type ApiClient, createApiClient } from "../../support/api-client";

let api: ApiClient;
let token: string;

beforeAll(async () => {
  api = await createApiClient({ SENTINEL_NETWORKS: "[]" });
  token = (await api.signIn("admin")).token;
  await seedNetwork(api.ctx, { name: "mainnet", chainId: 1 });
});
afterAll(() => api.close());

/** Far more than any of these takes, far less than an attack would. */
const SLOWEST_MS = 5_000;
let contracts = 0;

/** A watched contract of its own for each ABI. */
async function watch(abi: unknown) {
  contracts += 1;
  const address = `0x${contracts.toString(16).padStart(40, "0")}`;
  const body = { name: "Contract", network: "mainnet", address, abi };
  const startedAt = performance.now();
  const answer = await api.call("POST", "/v1/watchlists", { token, body });
  expect(performance.now() - startedAt).toBeLessThan(SLOWEST_MS);
  return { answer, address, watchlistId: answer.body.id as string };
}

async function tryRule(rule: object, to: string, data: string) {
  const startedAt = performance.now();
  const body = {
    rule: { name: "Try", severity: "low", ...rule },
    network: "mainnet",
    transaction: { to, data, value: "0" },
  };
  const answer = await api.call("POST", "/v1/rules/test", { token, body });
  expect(performance.now() - startedAt).toBeLessThan(SLOWEST_MS);
  return answer;
}

const NAMES = ["__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "__defineGetter__"];
const untouched = () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect({}.constructor).toBe(Object);
};

test.each(NAMES)(
  "a function, its parameters and a tuple's may be called %s, and nothing else is touched",
  async (name) => {
    const components = [
      { name, type: "uint256" },
      { name: "polluted", type: "uint256" },
    ];
    const inputs = [
      { name, type: "uint256" },
      { name: `${name}2`, type: "tuple", components },
    ];
    const abi = [{ type: "function", name, inputs, outputs: [], stateMutability: "nonpayable" }];
    const { answer, watchlistId, address } = await watch(abi);
    expect(answer.status, answer.text).toBe(201);
    const signature = `${name}(uint256,(uint256,uint256))`;
    const selector = topicOf(signature).slice(0, 10);
    const data =
      selector +
      AbiCoder.defaultAbiCoder()
        .encode(["uint256", "tuple(uint256,uint256)"], [7, [8, 9]])
        .slice(2);
    for (const rule of [
      { watchlistId, signature: name },
      { watchlistId, signature, condition: `args.${name} == 7` },
      { watchlistId, signature, condition: `args[0] == 7 AND args[1][0] == 8` },
      { watchlistId, signature, condition: `${name} == 7` },
    ]) {
      const tried = await tryRule(rule, address, data);
      expect([200, 400], tried.text).toContain(tried.status);
      if (tried.status === 200) expect(tried.body.matched, tried.text).toBe(true);
      untouched();
    }
    expect((await tryRule({ watchlistId, signature: name }, address, data)).body.matched).toBe(true);
  },
);

test("fields of an alert in a template are those that are listed, not what every object has", async () => {
  for (const name of NAMES) {
    const templates = { title: `{{${name}}} {{constructor.constructor('return process')()}} {{alert.${name}}}` };
    const { status, text } = await api.call("POST", "/v1/notifications/preview", {
      token,
      body: { type: "discord", templates },
    });
    expect(status, text).toBeLessThan(500);
    expect(text).not.toMatch(/native code|\[object|process\./);
    untouched();
  }
});

test("a webhook's headers and a configuration's names may be called anything, or are refused by it", async () => {
  for (const name of NAMES) {
    const config = `{"type":"webhook","name":"Hook","config":{"url":"https://hooks.invalid/x","headers":{"${name}":"1"}}}`;
    const headers = { "Content-Type": "application/json" };
    const channel = await api.call("POST", "/v1/notifications/channels", { token, body: config, headers });
    expect([name, [201, 400].includes(channel.status)], channel.text).toEqual([name, true]);
    for (const [type, text] of [
      ["application/json", `{"version":1,"${name}":{"polluted":true}}`],
      ["application/yaml", `version: 1\n${name}:\n  polluted: true\n`],
      ["application/yaml", `version: 1\nwatchlists:\n  - ${name}:\n      polluted: true\n`],
      ["application/json", `{"version":1,"rules":[{"${name}":{"polluted":true}}]}`],
    ] as const) {
      const imported = await api.call("POST", "/v1/configuration", {
        token,
        body: text,
        headers: { "Content-Type": type },
      });
      expect([name, imported.status >= 400 || imported.body.errors.length > 0], imported.text).toEqual([name, true]);
      expect(imported.status).toBeLessThan(500);
    }
    const monitor = `{"monitors/${name}.json":{"name":"${name}","networks":["${name}"],"addresses":[],"match_conditions":{"functions":[],"events":[],"transactions":[]}},"${name}":{"polluted":true}}`;
    const moved = await api.call("POST", "/v1/configuration/openzeppelin-monitor", { token, body: monitor, headers });
    expect(moved.status, moved.text).toBeLessThan(500);
    untouched();
  }
});

const nested = (depth: number, inner: unknown = { name: "x", type: "uint256" }): unknown => {
  let input = inner;
  for (let level = 0; level < depth; level++) input = { name: "x", type: "tuple", components: [input] };
  return input;
};
const fn = (inputs: unknown[]) => ({ type: "function", name: "f", inputs, outputs: [], stateMutability: "view" });
const deepText = (depth: number) =>
  `[{"type":"function","name":"f","outputs":[],"stateMutability":"view","inputs":[${'{"name":"x","type":"tuple","components":['.repeat(depth)}{"name":"x","type":"uint256"}${"]}".repeat(depth)}]}]`;

test.each<[string, unknown]>([
  ["a fixed array of 2^64", [fn([{ name: "x", type: "uint8[18446744073709551616]" }])]],
  ["a fixed array of 10^9 - 1", [fn([{ name: "x", type: "uint8[999999999]" }])]],
  ["fixed arrays in fixed arrays", [fn([{ name: "x", type: `uint8${"[999999]".repeat(30)}` }])]],
  ["ten thousand dimensions", [fn([{ name: "x", type: `uint8${"[]".repeat(10_000)}` }])]],
  ["a hundred thousand brackets", [fn([{ name: "x", type: `${"(".repeat(100_000)}` }])]],
  ["tuples in tuples", [fn([nested(12)])]],
  ["a text nested 12,000 deep", deepText(12_000)],
  ["a text of lists nested 100,000 deep", "[".repeat(100_000)],
  ["a text with __proto__", '[{"type":"function","name":"f","inputs":[],"__proto__":{"polluted":true}}]'],
  ["four thousand functions", Array.from({ length: 4_000 }, (_, index) => ({ ...fn([]), name: `f${index}` }))],
  ["a name of 100,000 letters", [{ ...fn([]), name: "f".repeat(100_000) }]],
  ["ten thousand parameters", [fn(Array.from({ length: 10_000 }, () => ({ name: "x", type: "uint8" })))]],
])("an ABI with %s is read or refused at once", async (_what, abi) => {
  const { answer, watchlistId, address } = await watch(abi);
  expect([201, 400], answer.text.slice(0, 300)).toContain(answer.status);
  untouched();
  if (answer.status !== 201) return;
  const tried = await tryRule({ watchlistId, signature: "f" }, address, `0x26121ff0${"00".repeat(4_096)}`);
  expect([200, 400, 422], tried.text.slice(0, 300)).toContain(tried.status);
});

const word = (value: number | bigint) => value.toString(16).padStart(64, "0");

test("calldata whose arrays overlap, never end or claim 2^64 elements is decoded or refused at once", async () => {
  const abi = new Interface([
    "function a(uint8[][][][][][][][] x)",
    "function b(bytes[] x)",
    "function c(tuple(uint256[] y, bytes z)[] x)",
    "function d(uint8[3][] x)",
  ]);
  const { watchlistId, address } = await watch(JSON.parse(abi.formatJson()));
  // Each offset of each level leads to the same place, and each array says that it has sixty elements.
  const level = word(60) + word(0x20).repeat(60);
  const attacks = [
    word(0x20) + level.repeat(9),
    word(0x20) + word(2n ** 64n - 1n) + word(0),
    word(0x20) + word(2n ** 255n) + word(0),
    word(2n ** 256n - 1n),
    word(0),
    word(0x20) + word(0x20),
    word(0x20) + word(2_000) + word(0x40).repeat(2_000),
    "ff".repeat(64_000),
    "",
  ];
  for (const { name, selector } of abi.fragments as unknown as { name: string; selector: string }[]) {
    for (const attack of attacks) {
      const tried = await tryRule(
        { watchlistId, signature: name, condition: "args[0] == 1" },
        address,
        selector + attack,
      );
      expect([200, 400], tried.text.slice(0, 300)).toContain(tried.status);
    }
  }
});

test.each<[string, string]>([
  ["four thousand open brackets", "(".repeat(4_000)],
  ["a thousand NOTs", `${"NOT ".repeat(1_000)}value == 1`],
  ["a pattern that backtracks", 'args[0] MATCHES "^(a+)+$"'],
  ["a pattern of many repetitions", 'args[0] MATCHES "((a{1,50}){1,50}){1,50}"'],
  ["a number of many digits", `value == ${"9".repeat(3_500)}`],
  ["a long chain", Array.from({ length: 300 }, () => "value == 1").join(" AND ")],
  ["powers", `value == 10^${"9".repeat(30)}`],
])("a condition with %s is read or refused at once", async (_what, condition) => {
  const { watchlistId, address } = await watch([fn([{ name: "s", type: "string" }])]);
  const data =
    topicOf("f(string)").slice(0, 10) +
    AbiCoder.defaultAbiCoder()
      .encode(["string"], [`${"a".repeat(50_000)}!`])
      .slice(2);
  const tried = await tryRule({ watchlistId, signature: "f", condition }, address, data);
  expect([200, 400], tried.text.slice(0, 300)).toContain(tried.status);
});

test.each<[string, string, string]>([
  ["YAML", "application/yaml", "[".repeat(200_000)],
  ["YAML", "application/yaml", "- ".repeat(200_000)],
  ["YAML", "application/yaml", `${"{a: ".repeat(100_000)}1${"}".repeat(100_000)}`],
  ["YAML", "application/yaml", Array.from({ length: 3_000 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")],
  [
    "YAML",
    "application/yaml",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((k, i) => `${k}: &${k} [${Array(9).fill(`*${"abcdefghi"[i]}`)}]`).join("\n")}`,
  ],
  ["YAML", "application/yaml", `version: 1\nversion: 1\n`],
  ["YAML", "application/yaml", `!!js/function "function(){}"\n`],
  ["YAML", "application/yaml", `a: !!binary ${"A".repeat(1_000_000)}\n`],
  ["YAML", "application/yaml", `? ${"[".repeat(1_000)}\n`],
  ["YAML", "application/yaml", `a: "${"\\x00".repeat(100_000)}"\n`],
  ["JSON", "application/json", "[".repeat(1_000_000)],
  ["JSON", "application/json", `${"[".repeat(400_000)}${"]".repeat(400_000)}`],
  ["JSON", "application/json", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["JSON", "application/json", `{"version":1,"version":1}`],
  ["JSON", "application/json", `{"version":1e999999}`],
  ["JSON", "application/json", `{"version":${"9".repeat(500_000)}}`],
  ["JSON", "application/json", `{"version":1,"rules":[${"{},".repeat(200_000)}{}]}`],
  ["JSON", "application/json", `{"version":1,"${"a".repeat(900_000)}":1}`],
])("%s as a configuration that means harm is refused at once (%#)", async (_kind, type, text) => {
  const startedAt = performance.now();
  const answer = await api.call("POST", "/v1/configuration", { token, body: text, headers: { "Content-Type": type } });
  expect([400, 413], answer.text.slice(0, 300)).toContain(answer.status);
  expect(performance.now() - startedAt).toBeLessThan(SLOWEST_MS);
});

test.each<[string, string]>([
  ["a NUL", '{"version":1,"watchlists":[{"name":"a\\u0000b","network":"mainnet","address":"0x00"}]}'],
  ["half a surrogate pair", '{"version":1,"watchlists":[{"name":"\\ud800","network":"mainnet","address":"0x00"}]}'],
  ["lists without end", `{"monitors":${"[".repeat(300_000)}${"]".repeat(300_000)}}`],
  ["objects without end", `{"monitors":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`],
  ["__proto__", '{"version":1,"__proto__":{"polluted":true}}'],
])("the configuration page tells of %s in a file, and nothing fails", async (_what, text) => {
  const actor = { userId: null };
  const { plan } = await submitConfiguration(api.ctx, { actor, text, apply: true });
  expect(plan.applied).toBe(false);
  expect(plan.errors).toHaveLength(1);
  untouched();
});
