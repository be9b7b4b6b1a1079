import { readFileSync } from "node:fs";
import { glob } from "tinyglobby";
import { afterAll, beforeAll, expect, test } from "vitest";

import { permissionOf } from "~/domain/access/permission-of";
import { Problem } from "~/web/api/problem-schema";
import { PROBLEM_CODES } from "~/web/openapi/problem-codes";
import { listEndpoints } from "~/web/openapi.server";
import { type ApiClient, apiRoutes, createApiClient, pathOfRoute } from "../support/api-client";

let api: ApiClient;
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, read by its paths.
let document: any;

beforeAll(async () => {
  api = await createApiClient();
  document = (await api.call("GET", "/v1/openapi.json")).body;
});
afterAll(() => api.close());

/** Calls `visit` for every object inside, with its keys on the way. */
function walk(value: unknown, visit: (object: Record<string, unknown>, path: string) => void, path = ""): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>, path);
  for (const [key, inner] of Object.entries(value)) walk(inner, visit, `${path}/${key}`);
}

test("every method of every route file is in the document, and nothing else", async () => {
  const routed: string[] = [];
  for (const [file, load] of Object.entries(apiRoutes)) {
    const path = pathOfRoute(file);
    if (path === "/v1/{*}") continue;
    const { loader } = await load();
    const request = new Request("http://localhost:3000/", { method: "OPTIONS" });
    const response = await loader?.({ request, params: {}, context: api.context() });
    const allowed = response?.headers.get("Allow")?.split(", ") ?? [];
    routed.push(
      ...allowed.filter((method) => method !== "HEAD" && method !== "OPTIONS").map((method) => `${method} ${path}`),
    );
  }
  const documented = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual(routed.sort());
});

test("every example validates against the schema it stands for", () => {
  const wrong: string[] = [];
  for (const { method, path, body, example, responses } of listEndpoints()) {
    if (body !== undefined && example === undefined) wrong.push(`${method} ${path}: no example`);
    if (body !== undefined && example !== undefined) {
      const parsed = body.safeParse(example);
      if (!parsed.success) wrong.push(`${method} ${path} body: ${parsed.error.message}`);
    }
    for (const [status, spec] of Object.entries(responses)) {
      if (spec.example === undefined) continue;
      const parsed = spec.schema?.safeParse(spec.example);
      if (parsed?.success !== true) wrong.push(`${method} ${path} ${status}: ${parsed?.error.message}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** A stream, and the document itself. */
const WITHOUT_EXAMPLE = ["GET /v1/alerts/stream 200", "GET /v1/openapi.json 200"];

test("every body and every answer has an example, problems and lists included", () => {
  type Content = { content?: Record<string, { example?: unknown; examples?: unknown }> };
  type Operation = { requestBody?: Content; responses: Record<string, Content> };
  const bare: string[] = [];
  for (const [path, operations] of Object.entries<Record<string, Operation>>(document.paths)) {
    for (const [method, { requestBody = {}, responses }] of Object.entries(operations)) {
      for (const [what, { content = {} }] of Object.entries({ ...responses, body: requestBody })) {
        const shown = Object.values(content).every(({ example, examples }) => (example ?? examples) !== undefined);
        if (!shown) bare.push(`${method.toUpperCase()} ${path} ${what}`);
      }
    }
  }
  expect(bare.filter((one) => !WITHOUT_EXAMPLE.includes(one))).toEqual([]);
  for (const { value } of Object.values<{ value: unknown }>(document.components.examples)) {
    expect(Problem.safeParse(value).error?.issues).toBeUndefined();
  }
});

test("every pattern is written as other languages' expressions can read it", () => {
  const strange: string[] = [];
  walk(document, ({ pattern }, path) => {
    if (typeof pattern === "string" && /\\p\{|\\u\{/i.test(pattern)) strange.push(`${path}: ${pattern}`);
  });
  expect(strange).toEqual([]);
});

test("the cursor that the document shows is one that the list takes", async () => {
  const admin = await api.signIn("admin");
  const lists = listEndpoints().filter(({ method, path, query }) => method === "GET" && !path.includes("{") && query);
  for (const { path } of lists) {
    const parameters: { name: string; example: string }[] = document.paths[path].get.parameters;
    const cursor = parameters.find(({ name }) => name === "cursor");
    if (cursor === undefined) continue;
    const answer = await api.call("GET", `${path}?cursor=${cursor.example}`, { token: admin.token });
    expect(answer.status, `${path}: ${answer.text}`).toBe(200);
  }
});

test("a body in YAML is described as its data, not as a text", () => {
  const { content } = document.paths["/v1/configuration"].post.requestBody;
  expect(content["application/yaml"].schema).toEqual(content["application/json"].schema);
  expect(content["application/yaml"].example).toMatchObject({ version: 1 });
});

test("every reference resolves, and every component is used", () => {
  const used = new Set<string>();
  const broken: string[] = [];
  walk(document, (object, path) => {
    if (typeof object.$ref !== "string") return;
    used.add(object.$ref);
    const keys = object.$ref.replace("#/", "").split("/");
    const target = keys.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      document,
    );
    if (target === undefined) broken.push(`${path} → ${object.$ref}`);
  });
  expect(broken).toEqual([]);
  const components = ["schemas", "headers", "parameters", "examples"].flatMap((kind) =>
    Object.keys(document.components[kind]).map((name) => `#/components/${kind}/${name}`),
  );
  expect(components.filter((name) => !used.has(name))).toEqual([]);
});

test("every operation has a unique id, a summary, its path's parameters, a success and its problems", () => {
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries<Record<string, Record<string, unknown>>>(document.paths)) {
    for (const operation of Object.values(operations)) {
      const { operationId, summary, responses, parameters } = operation as {
        operationId: string;
        summary: string;
        responses: Record<string, { content?: Record<string, unknown> }>;
        parameters: { name: string; in: string }[];
      };
      expect(ids.has(operationId), operationId).toBe(false);
      ids.add(operationId);
      expect(summary).not.toBe("");
      const named = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
      expect(named).toEqual(path.match(/\{\w+\}/g) ?? []);
      const statuses = Object.keys(responses);
      expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
      for (const status of ["400", "429", "500"]) expect(statuses, path).toContain(status);
      for (const [status, response] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(Object.keys(response.content ?? {})).toEqual(["application/problem+json"]);
      }
    }
  }
});

test("the document is OpenAPI 3.1 with the bearer scheme, and says who may call without a token", () => {
  expect(document).toMatchObject({
    openapi: "3.1.1",
    info: { title: "Sentinel API" },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });
  expect(document.paths["/v1/auth/token"].post.security).toEqual([]);
  expect(document.paths["/v1/me"].get.security).toBeUndefined();
});

test("every code that a problem can have is explained in the reference, where its type leads", async () => {
  const known = new Set(PROBLEM_CODES.map(({ code }) => code));
  const used = new Set<string>();
  for (const file of await glob(["app/domain/**/*.ts", "app/web/**/*.ts"], { ignore: ["**/*.test.ts"] })) {
    for (const [, slug] of readFileSync(file, "utf8").matchAll(/\bslug: "(\w+)"/g)) used.add(slug ?? "");
    for (const [, code] of readFileSync(file, "utf8").matchAll(/new ApiProblem\(\d+, "(\w+)"/g)) used.add(code ?? "");
  }
  expect(used.size).toBeGreaterThan(10);
  expect([...used].filter((code) => !known.has(code))).toEqual([]);
});

test("a wrong or missing token gets no further than 401 on every operation that needs one", async () => {
  for (const { method, path, action } of listEndpoints()) {
    const { role } = permissionOf(action);
    if (role === "anyone") continue;
    const url = path.replace(/\{\w+\}/g, api.ctx.newId());
    expect((await api.call(method, url, { token: "x" })).status, `${method} ${path}`).toBe(401);
  }
});

test("too low a role gets no further than 403 on every operation that needs a higher one", async () => {
  const tokens = { viewer: (await api.signIn("viewer")).token, analyst: (await api.signIn("analyst")).token };
  for (const { method, path, action } of listEndpoints()) {
    const { role } = permissionOf(action);
    if (role === "anyone" || role === "viewer") continue;
    const url = path.replace(/\{\w+\}/g, api.ctx.newId());
    expect((await api.call(method, url, { token: tokens.viewer })).status, `${method} ${path}`).toBe(403);
    if (role === "admin") expect((await api.call(method, url, { token: tokens.analyst })).status).toBe(403);
  }
});
