import { afterAll, beforeAll, expect, test } from "vitest";

import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import { listEndpoints, openApiDocument } from "~/web/openapi.server";
import { seedNetwork } from "../../../prisma/seed/seed-network";
import { seedRule } from "../../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../../support/api-client";

let api: ApiClient;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;
let watchlistId: string;

beforeAll(async () => {
  api = await createApiClient({ SENTINEL_NETWORKS: "[]" });
  admin = await api.signIn("admin");
  const { id: networkId } = await seedNetwork(api.ctx, { name: "mainnet" });
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, name: "Treasury Vault" })).id;
  await seedRule(api.ctx, { watchlistId, name: "Owner leaves" });
});
afterAll(() => api.close());

/** Of an operation each, for each has its own rate limit. */
async function freshToken(): Promise<string> {
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: admin.id } });
  return (await issueTokens(api.ctx, { user, ip: "203.0.113.7", userAgent: null })).accessToken;
}

const document = openApiDocument("http://localhost:3000") as unknown as {
  paths: Record<string, { get?: { parameters: { name: string; in: string }[] } }>;
};
const isStream = (path: string) => /\/(stream|export|verify)$/.test(path);
const searches = listEndpoints()
  .filter(({ method, path }) => method === "GET" && !path.includes("{") && !isStream(path))
  .map(({ path }) => {
    const parameters = document.paths[path]?.get?.parameters ?? [];
    return { path, names: parameters.filter((one) => one.in === "query").map(({ name }) => name) };
  })
  .filter(({ names }) => names.length > 0);

const HOSTILE = [
  ...["'", '"', "\\", "%", "_", "';--", "' OR 1=1 --", "') OR ('1'='1", "1;SELECT pg_sleep(9)", "$1", "a\\' OR 1=1"],
  ...['{"$ne":null}', "[object Object]", "__proto__", "constructor", "null", "undefined", "NaN", "-1", "1e999"],
  ...[
    "\u0000",
    "\u202e",
    "%00",
    "{jndi:ldap://x.invalid}",
    "(((((((((((((((((((((",
    "a".repeat(5_000),
    " ".repeat(200),
  ],
  ...["9007199254740993", "99999999999999999999999", "0x", "2026-01-01", "+275760-09-13T00:00:00.000Z", ",,,,", "*"],
];

test.each(searches)("$path: no value of a parameter is a fault, takes long, or finds everything", async (search) => {
  const token = await freshToken();
  for (const name of search.names) {
    for (const value of HOSTILE) {
      const startedAt = performance.now();
      const query = new URLSearchParams({ [name]: value });
      const answer = await api.call("GET", `${search.path}?${query}`, { token });
      expect([name, value.slice(0, 40), answer.status < 500], answer.text).toEqual([name, value.slice(0, 40), true]);
      expect([name, value.slice(0, 40), performance.now() - startedAt < 3_000]).toEqual([
        name,
        value.slice(0, 40),
        true,
      ]);
    }
  }
});

test.each(["/v1/watchlists", "/v1/rules", "/v1/users", "/v1/alerts", "/v1/address-lists"])(
  "%s looks for what LIKE has a meaning for as it is",
  async (path) => {
    const token = await freshToken();
    for (const q of ["%", "_", "%%", "____", "\\", "%a%", "' OR '1'='1"]) {
      const { status, body } = await api.call("GET", `${path}?${new URLSearchParams({ q })}`, { token });
      expect([q, status, body.data]).toEqual([q, 200, []]);
    }
  },
);

test.each(searches)("$path: brackets, dots and lists make no parameter", async ({ path, names }) => {
  const token = await freshToken();
  const [name = "q"] = names;
  for (const odd of [`${name}[]`, `${name}[$ne]`, `${name}.x`, `${name}[__proto__][x]`, "__proto__", "constructor"]) {
    const { status, body } = await api.call("GET", `${path}?${new URLSearchParams({ [odd]: "1" })}`, { token });
    expect([odd, status, body.errors?.[0]?.pointer]).toEqual([odd, 400, `?${odd}`]);
  }
  const many = new URLSearchParams(Array.from({ length: 400 }, (_, index) => [`p${index}`, "1"]));
  expect((await api.call("GET", `${path}?${many}`, { token })).status).toBe(400);
});

const withId = listEndpoints().filter(({ path }) => /^[^{]*\{id\}[^{]*$/.test(path));

test.each(withId.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "%s: the id of something else is none",
  async (_name, { method, path, body }) => {
    const token = await freshToken();
    const others = [path.startsWith("/v1/users") ? watchlistId : admin.id, `${admin.id}' OR '1'='1`, "__proto__", "*"];
    for (const id of others) {
      const options = body === undefined ? { token } : { token, body: exampleOf(method, path) };
      const { status, text } = await api.call(method, path.replace("{id}", encodeURIComponent(id)), options);
      expect([id, status], text).toEqual([id, 404]);
    }
  },
);

function exampleOf(method: string, path: string): unknown {
  const operations = document.paths[path] as Record<string, { requestBody?: { content: Record<string, unknown> } }>;
  const content = operations[method.toLowerCase()]?.requestBody?.content["application/json"];
  return (content as { example?: unknown } | undefined)?.example;
}
