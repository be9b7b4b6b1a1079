import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { AppError } from "~/domain/errors";
import { encodeCursor } from "~/domain/pagination";
import { Id } from "~/domain/shared-schemas";
import { createContext } from "~/platform/context.server";
import { endpoint } from "~/web/api/endpoint";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { listOf } from "~/web/api/list-schema";
import { pageQuery } from "~/web/api/page-query";
import { apiRoute } from "~/web/api-route.server";
import { type Answer, type ApiClient, type CallOptions, createApiClient, TEST_SECRET } from "../support/api-client";
import { freePort } from "../support/free-port";

/** A resource of the tests' own, so that the rules hold for whatever is built with the builder. */
const Thing = z.object({ id: Id, name: z.string() });
const NewThing = z.strictObject({ name: z.string().min(1), nested: z.strictObject({ deep: z.int() }).optional() });
const common = { tag: "Things", params: z.object({ id: Id }) };

const listThings = endpoint({
  ...{ method: "GET", path: "/v1/things", summary: "", tag: "Things", action: "rule.read", list: true },
  query: z.strictObject({ ...pageQuery, q: z.string().optional() }),
  responses: { 200: { description: "", schema: listOf(Thing) } },
});
const createThing = endpoint({
  ...{ method: "POST", path: "/v1/things", summary: "", tag: "Things", action: "rule.write" },
  body: NewThing,
  responses: { 201: { description: "", schema: Thing } },
});
const getThing = endpoint({
  ...{ method: "GET", path: "/v1/things/{id}", summary: "", action: "rule.read", ...common },
  responses: { 200: { description: "", schema: Thing } },
});
const changeThing = endpoint({
  ...{ method: "PATCH", path: "/v1/things/{id}", summary: "", action: "rule.write", ...common },
  body: NewThing.partial(),
  responses: { 200: { description: "", schema: Thing } },
});
const deleteThing = endpoint({
  ...{ method: "DELETE", path: "/v1/things/{id}", summary: "", action: "channel.write", ...common },
  responses: { 204: { description: "" } },
});

const things = new Map<string, { id: string; name: string; secret: string }>();
let held: Promise<void> = Promise.resolve();
const find = (id: string) => {
  const thing = things.get(id);
  if (thing === undefined) throw new AppError("not_found", "There is no such thing.");
  return thing;
};

const list = apiRoute([
  handle(listThings, async (input) => {
    const data = [...things.values()];
    const nextCursor = encodeCursor({ at: new Date(), id: data[0]?.id ?? input.ctx.newId() });
    return listBody({ data, total: data.length, nextCursor }, input);
  }),
  handle(createThing, async ({ ctx, body }) => {
    await held;
    if (body.name === "taken") throw new AppError("conflict", "The name is taken.", { slug: "duplicate_name" });
    if (body.name === "bug") throw new TypeError("secret inside at postgres://user:pass@host");
    const thing = { id: ctx.newId(), name: body.name, secret: "never shown" };
    things.set(thing.id, thing);
    return { status: 201, body: thing, headers: { Location: `/v1/things/${thing.id}` } };
  }),
]);
const one = apiRoute([
  handle(getThing, async ({ params }) => ({ status: 200, body: find(params.id) })),
  handle(changeThing, async ({ params, body }) => {
    const thing = find(params.id);
    thing.name = body.name ?? thing.name;
    return { status: 200, body: thing };
  }),
  handle(deleteThing, async ({ params }) => {
    things.delete(find(params.id).id);
    return { status: 204 };
  }),
]);

let api: ApiClient;
let viewer: { token: string };
let analyst: { token: string };
let admin: { token: string };

beforeAll(async () => {
  api = await createApiClient();
  [viewer, analyst, admin] = [await api.signIn("viewer"), await api.signIn("analyst"), await api.signIn("admin")];
});
afterAll(() => api.close());
beforeEach(() => things.clear());

async function call(method: string, path: string, options: CallOptions & { raw?: BodyInit } = {}): Promise<Answer> {
  const { token = analyst.token, body, headers: given = {}, raw } = options;
  const headers = new Headers({ ...(token === "" ? {} : { Authorization: `Bearer ${token}` }), ...given });
  if (body !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
  // `duplex` is needed for streams and missing from the DOM's type.
  const init: RequestInit & { duplex: "half" } = { method, headers, body: sent, duplex: "half" };
  const request = new Request(new URL(path, "http://localhost:3000"), init);
  const id = /^\/v1\/things\/([^?]+)/.exec(path)?.[1];
  const route = id === undefined ? list : one;
  const serve = ["GET", "HEAD", "OPTIONS"].includes(method) ? route.loader : route.action;
  const response = await serve({ request, params: id === undefined ? {} : { id }, context: api.context() });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("Content-Type") ?? "") && text !== "";
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

const make = async (name = "one") => (await call("POST", "/v1/things", { body: { name } })).body as { id: string };

test("answers are JSON in UTF-8, never cached, and hold only declared fields", async () => {
  const answer = await call("POST", "/v1/things", { body: { name: "one" } });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ id: expect.any(String), name: "one" });
  expect(answer.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(answer.headers.get("Location")).toBe(`/v1/things/${answer.body.id}`);
});

test("a missing token is 401, too low a role 403, and neither reaches the handler", async () => {
  const unknown = await call("POST", "/v1/things", { token: "", body: { name: "one" } });
  expect([unknown.status, unknown.headers.get("WWW-Authenticate")]).toEqual([401, 'Bearer error="invalid_token"']);
  const low = await call("POST", "/v1/things", { token: viewer.token, body: { name: "one" } });
  expect([low.status, low.body.code]).toEqual([403, "role_too_low"]);
  expect(things.size).toBe(0);
});

test("a problem has every member that RFC 9457 and the contract name", async () => {
  const answer = await call("POST", "/v1/things", { body: { name: "", extra: 1, nested: { deep: "x", more: 1 } } });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json; charset=utf-8");
  expect(answer.body).toMatchObject({
    type: "http://localhost:3000/docs/api#problem-invalid_input",
    title: "The request is malformed",
    status: 400,
    code: "invalid_input",
    instance: expect.stringMatching(/^urn:uuid:/),
  });
  const found = answer.body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]);
  expect(new Map(found)).toEqual(
    new Map([
      ["/name", "too_small"],
      ["/extra", "unknown_field"],
      ["/nested/deep", "invalid_type"],
      ["/nested/more", "unknown_field"],
    ]),
  );
});

test("what is missing is named, also when there is no body at all", async () => {
  for (const answer of [await call("POST", "/v1/things", { body: {} }), await call("POST", "/v1/things")]) {
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer: "/name", detail: "is required", code: "required" }]);
  }
});

test("unknown, repeated and invalid query parameters are named", async () => {
  const cases: [string, string, string][] = [
    ["colour=red", "?colour", "unknown_field"],
    ["limit=1&limit=2", "?limit", "repeated_parameter"],
    ["limit=0", "?limit", "too_small"],
    ["limit=101", "?limit", "too_big"],
    ["limit=ten", "?limit", "invalid_type"],
    ["limit=1e1", "?limit", "invalid_type"],
    ["limit=0x10", "?limit", "invalid_type"],
    ["limit=%201", "?limit", "invalid_type"],
    ["page=99999999999999999999", "?page", "too_big"],
    ["q=a%00b", "?q", "invalid_characters"],
    ["page=0", "?page", "too_small"],
    ["page=101&limit=100", "?page", "page_too_deep"],
    ["page=1&cursor=abc", "?page", "exclusive"],
    ["__proto__=1", "?__proto__", "unknown_field"],
  ];
  for (const [query, pointer, code] of cases) {
    const answer = await call("GET", `/v1/things?${query}`);
    expect([query, answer.status, answer.body.errors[0]]).toMatchObject([query, 400, { pointer, code }]);
  }
});

test("a list carries its meta and a link to the next part", async () => {
  await make();
  const byPage = await call("GET", "/v1/things?page=2&limit=1&q=x");
  expect(byPage.body.meta).toEqual({ total: 1, page: 2, limit: 1, nextCursor: expect.any(String) });
  expect(byPage.headers.get("Link")).toBe('<http://localhost:3000/v1/things?page=3&limit=1&q=x>; rel="next"');
  const first = await call("GET", "/v1/things");
  expect(first.body.meta).toMatchObject({ page: 1, limit: 20 });
  expect(first.headers.get("Link")).toContain(`/v1/things?cursor=${first.body.meta.nextCursor}>`);
  const deepest = await call("GET", "/v1/things?page=100&limit=100");
  expect(deepest.headers.get("Link")).toMatch(/limit=100&cursor=/);
});

test("broken JSON, wrong UTF-8, other types, compression and too deep nesting are refused", async () => {
  const send = (raw: BodyInit, headers: Record<string, string>) => call("POST", "/v1/things", { raw, headers });
  const json = { "Content-Type": "application/json" };
  expect((await send('{"name":', json)).body).toMatchObject({ status: 400, errors: [{ code: "malformed_json" }] });
  expect((await send(new Uint8Array([0x22, 0xff, 0x22]), json)).status).toBe(400);
  expect((await send('{"name":"one"}', { "Content-Type": "text/plain" })).status).toBe(415);
  expect((await send("name=one", { "Content-Type": "application/x-www-form-urlencoded" })).status).toBe(415);
  expect((await send(new Uint8Array([1]), {})).status).toBe(415);
  expect((await send("{}", { ...json, "Content-Encoding": "gzip" })).status).toBe(415);
  expect((await send('{"name":"one"}', { "Content-Type": "application/json;charset=UTF-8" })).status).toBe(201);
  const nested = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
  expect((await send(nested, json)).body).toMatchObject({ status: 400, errors: [{ code: "too_deep" }] });
  const polluting = await send('{"name":"one","__proto__":{"admin":true}}', json);
  expect(polluting.body).toMatchObject({ status: 400, errors: [{ pointer: "/__proto__", code: "unknown_field" }] });
  for (const text of ["a\\u0000b", "a\\ud800b", "\\udfff"]) {
    const unstorable = await send(`{"name":"${text}"}`, json);
    expect(unstorable.body).toMatchObject({ status: 400, errors: [{ pointer: "/name", code: "invalid_characters" }] });
  }
  expect((await send('{"na\\u0000me":"one"}', json)).body.errors[0]).toMatchObject({ code: "unknown_field" });
  for (const raw of ["[]", "null", '"text"', "5"]) {
    expect((await send(raw, json)).body).toMatchObject({ status: 400, errors: [{ pointer: "" }] });
  }
});

test("a body over 1 MiB is 413, whether or not its length is declared", async () => {
  const json = { "Content-Type": "application/json" };
  const chunk = new TextEncoder().encode("x".repeat(64 * 1024));
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(chunk);
    },
  });
  expect((await call("POST", "/v1/things", { raw: endless, headers: json })).status).toBe(413);
  expect(pulled).toBeLessThan(300);
  const declared = { ...json, "Content-Length": "1048577" };
  expect((await call("POST", "/v1/things", { raw: "{}", headers: declared })).status).toBe(413);
});

test("methods: HEAD is GET without a body, OPTIONS and 405 name what is allowed", async () => {
  const { id } = await make();
  const get = await call("GET", `/v1/things/${id}`);
  const head = await call("HEAD", `/v1/things/${id}`);
  expect([head.status, head.text, head.headers.get("ETag")]).toEqual([200, "", get.headers.get("ETag")]);
  const options = await call("OPTIONS", `/v1/things/${id}`, { token: "" });
  expect([options.status, options.headers.get("Allow")]).toEqual([204, "GET, PATCH, DELETE, HEAD, OPTIONS"]);
  const put = await call("PUT", `/v1/things/${id}`, { body: {} });
  expect([put.status, put.headers.get("Allow"), put.body.code]).toEqual([
    405,
    "GET, PATCH, DELETE, HEAD, OPTIONS",
    "method_not_allowed",
  ]);
});

test("a client that does not take JSON gets 406", async () => {
  const status = async (Accept: string) => (await call("GET", "/v1/things", { headers: { Accept } })).status;
  expect(await status("text/html")).toBe(406);
  expect(await status("application/json;q=0, */*")).toBe(406);
  expect(await status("text/html, application/*;q=0.1")).toBe(200);
  expect(await status("*/*")).toBe(200);
});

test("an id that doesn't exist and one that can't exist are both 404", async () => {
  for (const id of [api.ctx.newId(), "17", "%00"]) expect((await call("GET", `/v1/things/${id}`)).status).toBe(404);
});

test("ETags: unchanged is 304, a change from a stale state is 412 and does nothing", async () => {
  const { id } = await make();
  const path = `/v1/things/${id}`;
  const etag = (await call("GET", path)).headers.get("ETag") ?? "";
  expect(etag).toMatch(/^"[\w-]+"$/);
  const unchanged = await call("GET", path, { headers: { "If-None-Match": `"other", W/${etag}` } });
  expect([unchanged.status, unchanged.text, unchanged.headers.get("ETag")]).toEqual([304, "", etag]);

  const changed = await call("PATCH", path, { body: { name: "two" }, headers: { "If-Match": etag } });
  expect([changed.status, changed.headers.get("ETag")]).toEqual([200, (await call("GET", path)).headers.get("ETag")]);
  const stale = await call("PATCH", path, { body: { name: "three" }, headers: { "If-Match": etag } });
  expect([stale.status, stale.body.code]).toEqual([412, "stale_etag"]);
  expect((await call("DELETE", path, { token: admin.token, headers: { "If-Match": etag } })).status).toBe(412);
  expect(things.get(id)?.name).toBe("two");
  expect((await call("DELETE", path, { token: admin.token, headers: { "If-Match": "*" } })).status).toBe(204);
  const gone = await call("PATCH", path, { body: { name: "x" }, headers: { "If-Match": etag } });
  expect(gone.status).toBe(404);
});

test("of two changes that come together with the same If-Match one wins", async () => {
  const { id } = await make();
  const path = `/v1/things/${id}`;
  const headers = { "If-Match": (await call("GET", path)).headers.get("ETag") ?? "" };
  const answers = await Promise.all(["a", "b", "c"].map((name) => call("PATCH", path, { body: { name }, headers })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
});

test("an idempotency key replays the first answer and refuses another body", async () => {
  const headers = { "Idempotency-Key": "order-1" };
  const first = await call("POST", "/v1/things", { body: { name: "one", nested: { deep: 1 } }, headers });
  const second = await call("POST", "/v1/things", {
    raw: '{ "nested": {"deep":1}, "name":"one" }',
    headers: { ...headers, "Content-Type": "application/json" },
  });
  expect([second.status, second.text]).toEqual([201, first.text]);
  expect(second.headers.get("Idempotency-Replayed")).toBe("true");
  expect(second.headers.get("Location")).toBe(first.headers.get("Location"));
  expect(things.size).toBe(1);

  const other = await call("POST", "/v1/things", { body: { name: "two" }, headers });
  expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"]);
  const elsewhere = await call("POST", "/v1/things", { body: { name: "two" }, headers, token: admin.token });
  expect(elsewhere.status).toBe(201);
  const [row] = await api.ctx.db.idempotencyKey.findMany({ where: { key: "order-1" } });
  expect(row?.response).not.toContain("one");
});

test("of requests that arrive together with one key only the first runs, the others wait for its answer", async () => {
  let release = () => {};
  held = new Promise((done) => {
    release = done;
  });
  const headers = { "Idempotency-Key": "order-2" };
  const calls = [1, 2, 3].map(() => call("POST", "/v1/things", { body: { name: "one" }, headers }));
  setTimeout(() => release(), 200);
  const answers = await Promise.all(calls);
  held = Promise.resolve();
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter((answer) => answer.headers.has("Idempotency-Replayed"))).toHaveLength(2);
  expect(things.size).toBe(1);
});

test("a refused creation frees its key, an expired or abandoned one is taken over, an invalid one is 400", async () => {
  const headers = { "Idempotency-Key": "order-3" };
  const taken = await call("POST", "/v1/things", { body: { name: "taken" }, headers });
  expect([taken.status, taken.body.code]).toEqual([409, "duplicate_name"]);
  expect((await call("POST", "/v1/things", { body: { name: "free" }, headers })).status).toBe(201);

  await api.ctx.db.idempotencyKey.updateMany({
    where: { key: "order-3" },
    data: { createdAt: new Date(Date.now() - 86_401_000) },
  });
  expect((await call("POST", "/v1/things", { body: { name: "later" }, headers })).status).toBe(201);
  const crashed = { statusCode: null, createdAt: new Date(Date.now() - 61_000) };
  await api.ctx.db.idempotencyKey.updateMany({ where: { key: "order-3" }, data: crashed });
  expect((await call("POST", "/v1/things", { body: { name: "after a crash" }, headers })).status).toBe(201);

  const long = await call("POST", "/v1/things", {
    body: { name: "x" },
    headers: { "Idempotency-Key": "k".repeat(256) },
  });
  expect(long.status).toBe(400);
});

test("a bug answers 500 with an instance and nothing of its inside", async () => {
  const answer = await call("POST", "/v1/things", { body: { name: "bug" } });
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ code: "internal_error", instance: expect.stringMatching(/^urn:uuid:/) });
  expect(answer.text).not.toMatch(/secret|TypeError|postgres|at /);
});

test("each token has its own limit of 600 a minute, told in headers", async () => {
  const { token } = await api.signIn("viewer");
  const first = await call("GET", "/v1/things", { token });
  expect(first.headers.get("RateLimit-Policy")).toBe('"default";q=600;w=60');
  expect(first.headers.get("RateLimit")).toMatch(/^"default";r=599;t=\d+$/);
  for (let sent = 1; sent < 600; sent++) await call("GET", "/v1/things", { token });
  const refused = await call("GET", "/v1/things", { token });
  expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect((await call("GET", "/v1/things")).status).toBe(200);
});

test("while the database is away the answer is 503 with Retry-After", async () => {
  const port = await freePort();
  const env = {
    ...api.ctx.env,
    DATABASE_URL: `postgresql://nobody@127.0.0.1:${port}/none`,
    SENTINEL_SECRET: TEST_SECRET,
  };
  const ctx = createContext({ env, embedded: null }, "test");
  const headers = { Authorization: `Bearer ${analyst.token}` };
  const request = new Request("http://localhost:3000/v1/things", { headers });
  const answer = await list.loader({ request, params: {}, context: { ...api.context(), ctx } });
  await ctx.close();
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "5"]);
});

test("paths that the API doesn't have are a 404 problem", async () => {
  const answer = await api.call("POST", "/v1/no/such/thing", { body: {} });
  expect([answer.status, answer.body.code]).toEqual([404, "unknown_path"]);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json; charset=utf-8");
});
