import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/configuration";
const SECRET_URL = "https://discord.com/api/webhooks/123/a-token";
const ABI = [{ type: "function", name: "sweep", inputs: [{ name: "to", type: "address" }] }];

let api: ApiClient;
let token: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("admin")).token;
});
afterAll(() => api.close());

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."aA0 /:#'\"-é") })
  .filter((text) => text.trim() !== "");
const severity = fc.constantFrom("critical", "high", "medium", "low", "info");
const tag = fc.constantFrom("t1", "t2", "a/b");
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const networks = [{ name: "one", chainId: 1, rpcUrls: ["wss://one.example.com"] }];
const watchlistOf = (number: number, values: object) => ({
  ...{ network: "one", address: `0x${String(number).padStart(40, "0")}` },
  ...values,
});
const someWatchlists = fc
  .array(fc.record({ name, tags: fc.uniqueArray(tag, { maxLength: 2 }), abi: optional(fc.constant(ABI)) }), {
    maxLength: 4,
  })
  .map((values) => values.map((each, number) => watchlistOf(number + 1, each)));
const someChannels = fc.array(
  fc.record({
    ...{ type: fc.constant("discord"), name, config: fc.constant({ webhookUrl: SECRET_URL }), enabled: fc.boolean() },
    ...{ digestMinutes: optional(fc.nat({ max: 60 }).map((value) => value + 1)) },
    quietHours: optional(fc.constant({ from: "22:00", to: "06:00", timezone: "Europe/Berlin", days: [1, 2] })),
  }),
  { maxLength: 3 },
);
const aRule = fc.record({
  ...{
    name,
    severity,
    enabled: fc.boolean(),
    description: optional(name),
    runbookUrl: optional(fc.constant("https://a.example/")),
  },
  scope: fc.oneof(
    fc.record({ tag }),
    fc.constant({ network: "one" }),
    fc.nat({ max: 3 }).map((at) => ({ at })),
  ),
  condition: fc.constantFrom("value > 1", "value > 2 ether", "from in @safe"),
  channels: fc.uniqueArray(fc.constantFrom("discord", "email", "slack"), { maxLength: 2 }),
  cooldownSeconds: fc.nat({ max: 100 }),
  threshold: optional(
    fc.record({ count: fc.integer({ min: 2, max: 9 }), windowSeconds: fc.integer({ min: 1, max: 99 }) }),
  ),
});
const someConfiguration = fc.record({
  watchlists: someWatchlists,
  channels: someChannels,
  rules: fc.array(aRule, { maxLength: 8 }),
});

/** What can be made of the parts: rules of contracts that there are, some of which keep others quiet. */
function configurationOf({ watchlists, channels, rules }: { watchlists: object[]; channels: object[]; rules: Rules }) {
  const scoped = rules.map(({ scope, ...rule }) => {
    if (!("at" in scope)) return { ...rule, ...scope };
    return scope.at < watchlists.length
      ? { ...rule, watchlist: `one/0x${String(scope.at + 1).padStart(40, "0")}` }
      : { ...rule, tag: "t1" };
  });
  const addressLists = [{ name: "safe", addresses: ["0x00000000000000000000000000000000000000aa"] }];
  return { version: 1, networks, addressLists, watchlists, channels, rules: scoped };
}
type Rules = (typeof aRule extends fc.Arbitrary<infer T> ? T : never)[];

const post = (body: unknown, query: string) => api.call("POST", PATH + query, { token, body });
const get = async () => (await api.call("GET", PATH, { token })).body;
const empty = () =>
  api.ctx.db.$executeRaw`TRUNCATE networks, watchlist_entries, address_lists, channels, rules CASCADE`;

const roundTrip = fc.asyncProperty(someConfiguration, async (parts) => {
  await empty();
  expect((await post(configurationOf(parts), "?apply=true")).body).toMatchObject({ applied: true, errors: [] });
  const first = await get();
  const again = await post(first, "?apply=true&prune=true");
  expect(again.body.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
  await empty();
  const channels = first.channels.map((each: object) => ({ ...each, config: { webhookUrl: SECRET_URL } }));
  const made = await post({ ...first, networks, channels }, "?apply=true");
  expect(made.body).toMatchObject({ applied: true, errors: [] });
  expect(await get()).toEqual(first);
});

test("what is exported, imported into an empty installation and exported again is the same", async () => {
  await fc.assert(roundTrip, { numRuns: 12, endOnFailure: true });
}, 240_000);
