import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApiDocument } from "~/web/openapi.server";
import { type ApiClient, createApiClient } from "../support/api-client";
import { createTypedClient } from "../support/typed-client";

let api: ApiClient;
let client: ReturnType<typeof createTypedClient>;
let userId: string;

const VAULT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

beforeAll(async () => {
  api = await createApiClient();
  const admin = await api.signIn("admin");
  userId = admin.id;
  client = createTypedClient(api, admin.token);
  await api.ctx.db.network.create({ data: { id: api.ctx.newId(), name: "mainnet", chainId: 1 } });
});
afterAll(() => api.close());

/** What an answer holds, once it is known to be no problem. */
function had<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`);
  return data;
}

/** Only what makes a type: without words, examples and headers the generated file is half as long. */
function bare(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== "object" || value === null) return value;
  const words = ["description", "summary", "example", "examples", "headers", "links", "title"];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !words.includes(key))
      .map(([key, inner]) => [key, bare(inner, key === "properties" || key === "schemas")]),
  );
}

test("the types that the tests compile against are those of the document (renew them with npm run client)", async () => {
  const document = { ...(bare(openApiDocument("http://localhost:3000")) as OpenAPI3) };
  // What has a default need not be sent.
  const ast = await openapiTS(document, { defaultNonNullable: false });
  await expect(astToString(ast)).toMatchFileSnapshot("../data/api-schema.d.ts");
});

test("a watched contract, its rule and its channel are made, found, changed and removed", async () => {
  const entry = had(
    await client.POST("/v1/watchlists", { body: { name: "Vault", network: "mainnet", address: VAULT } }),
  );
  expect(entry.address).toBe(VAULT);
  const channel = had(
    await client.POST("/v1/notifications/channels", {
      body: { type: "webhook", name: "Ours", config: { url: "https://hooks.example.com/sentinel" } },
    }),
  );
  const rule = had(
    await client.POST("/v1/rules", {
      params: { header: { "Idempotency-Key": "typed-1" } },
      body: {
        name: "Owner leaves",
        watchlistId: entry.id,
        signature: "renounceOwnership()",
        severity: "critical",
        channels: [channel.id],
      },
    }),
  );
  const path = { id: rule.id };
  const listed = had(
    await client.GET("/v1/rules", { params: { query: { severity: ["critical", "high"], enabled: true, limit: 5 } } }),
  );
  expect(listed.data.map(({ id }) => id)).toEqual([rule.id]);

  const { response } = await client.GET("/v1/rules/{id}", { params: { path } });
  const header = { "If-Match": response.headers.get("ETag") ?? "" };
  const changed = had(await client.PATCH("/v1/rules/{id}", { params: { path, header }, body: { severity: "low" } }));
  expect([changed.severity, changed.version]).toEqual(["low", 2]);
  const stale = await client.PATCH("/v1/rules/{id}", { params: { path, header }, body: { severity: "high" } });
  expect([stale.response.status, stale.error?.code]).toEqual([412, "stale_etag"]);

  const removed = await client.DELETE("/v1/rules/{id}", { params: { path } });
  expect(removed.response.status).toBe(204);
  const gone = await client.GET("/v1/rules/{id}", { params: { path } });
  expect(gone.error?.code).toBe("not_found");
  for (const { id } of [entry]) await client.DELETE("/v1/watchlists/{id}", { params: { path: { id } } });
  expect(had(await client.GET("/v1/watchlists", {})).data).toEqual([]);
});

test("what is wrong comes back as a problem that names its place", async () => {
  const { error, response } = await client.POST("/v1/watchlists", {
    body: { name: "Vault", network: "mainnet", address: "0x12" },
  });
  expect([response.status, error?.code, error?.errors?.[0]?.pointer]).toEqual([400, "invalid_input", "/address"]);
});

test("a silence is previewed, made and ended", async () => {
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const matchers = { severity: "low" as const };
  had(await client.POST("/v1/silences/preview", { body: { matchers } }));
  const silence = had(await client.POST("/v1/silences", { body: { matchers, reason: "maintenance", endsAt } }));
  expect(silence.createdBy).toBe(userId);
  const { response } = await client.DELETE("/v1/silences/{id}", { params: { path: { id: silence.id } } });
  expect(response.status).toBe(204);
});

test("alerts are listed by several filters, and none is found under an id that nobody has", async () => {
  const query = { severity: ["critical" as const], status: ["pending" as const], from: "2026-01-01T00:00:00.000Z" };
  expect(had(await client.GET("/v1/alerts", { params: { query } })).meta.total).toBe(0);
  const path = { id: api.ctx.newId() };
  const missing = await client.PATCH("/v1/alerts/{id}/acknowledge", { params: { path }, body: { note: "mine" } });
  expect([missing.response.status, missing.error?.code]).toEqual([404, "not_found"]);
});
