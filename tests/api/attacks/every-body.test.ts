import { afterAll, beforeAll, expect, test } from "vitest";

import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import type { EndpointSpec } from "~/web/api/endpoint";
import { listEndpoints, openApiDocument } from "~/web/openapi.server";
import { type ApiClient, createApiClient } from "../../support/api-client";

/**
 * What is tried on each operation that takes a body, with the example of the document as what it starts from. The ids in
 * it and in the path lead nowhere: what is to be refused must be, before anything is looked for.
 */
type Json = Record<string, unknown>;

/** Patterns that go over a text again and again take minutes for a hundred thousand letters. */
const SLOWEST_MS = 3_000;
const LENGTH = 100_000;
/** What SQL, LIKE, templates, terminals, headers, spreadsheets and patterns take for more than text. */
const HOSTILE = [
  ...["'", "\\", "%", "_", "';--", "' OR '1'='1", "$1", "\u0000", "\ud800", "{{constructor}}", "<%= 7 %>", "\u202e"],
  ...["\r\nSet-Cookie: a=b", "\u001b[2J", "=cmd|' /C calc'!A0", "../../../etc/passwd"],
  ...["a", " ", "a@", "((", "-", "{{", "a."].map((piece) => piece.repeat(LENGTH / piece.length)),
  `${" ".repeat(LENGTH)}x`,
  `0x${"0".repeat(LENGTH)}g`,
  `https://${"a.".repeat(LENGTH / 2)}`,
];
const NOWHERE = "0199a3c4-0000-7000-8000-000000000000";
/** What a row has, and no client may say. */
const NOT_THEIRS = [
  ...[
    "role",
    "email",
    "disabled",
    "id",
    "userId",
    "ownerId",
    "createdBy",
    "createdById",
    "createdAt",
    "updatedAt",
    "deletedAt",
    "version",
  ],
  ...["sessionVersion", "passwordHash", "totpEnabledAt", "keyHash", "hash", "prevHash", "seq", "isAdmin", "admin"],
  ...["constructor", "prototype", "toString", "hasOwnProperty", "$where", "$ne", "user.role", "role[]"],
];

/** They answer 200 with what they could not take, row by row. */
const REPORTS = /\/(openzeppelin-monitor|watchlists\/import)$/;

let api: ApiClient;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;

beforeAll(async () => {
  api = await createApiClient({ SENTINEL_NETWORKS: "[]" });
  admin = await api.signIn("admin");
  await api.ctx.db.network.create({ data: { id: api.ctx.newId(), name: "mainnet", chainId: 1n } });
});
afterAll(() => api.close());

const document = openApiDocument("http://localhost:3000") as unknown as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>>;
};
const exampleOf = ({ method, path }: EndpointSpec) =>
  document.paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"]?.example;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withBody = listEndpoints().filter((endpoint) => endpoint.body !== undefined);
const named = withBody.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

/** A sign-in of its own: each has its own rate limit. An address of its own, for those that ask for no sign-in. */
async function caller(): Promise<(body: unknown) => ReturnType<ApiClient["call"]>> {
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: admin.id } });
  const { accessToken: token } = await issueTokens(api.ctx, { user, ip: "203.0.113.7", userAgent: null });
  let calls = 0;
  return (body) => {
    const ip = `198.18.${Math.floor(calls / 200)}.${calls++ % 200}`;
    return api.call(current.method, current.path.replace(/\{\w+\}/g, NOWHERE), { token, body, ip });
  };
}
let current: EndpointSpec = withBody[0] as EndpointSpec;

/** The place of each object and each text in a body. */
function placesIn(value: unknown, wanted: (value: unknown) => boolean, path: string[] = []): string[][] {
  const here = wanted(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, wanted, [...path, key]))];
}

function put(value: unknown, path: readonly string[], replace: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return replace(value);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === first ? put(item, rest, replace) : item));
  const object = value as Json;
  return { ...object, [first]: put(object[first], rest, replace) };
}

test.each(named)("%s takes no field that is not its own", async (_name, endpoint) => {
  current = endpoint;
  const send = await caller();
  const example = exampleOf(endpoint);
  if (!isObject(example) || REPORTS.test(endpoint.path)) return;
  const own = new Set(Object.keys((endpoint.body as { shape?: Json }).shape ?? example));
  for (const field of NOT_THEIRS.filter((name) => !own.has(name))) {
    const { status, body } = await send({ ...example, [field]: field.endsWith("At") ? "2020-01-01T00:00:00.000Z" : 1 });
    expect([field, status]).toEqual([field, 400]);
    expect(body.errors, field).toContainEqual(expect.objectContaining({ pointer: `/${field}` }));
  }
});

test.each(named)("%s takes no __proto__, however it is written", async (_name, endpoint) => {
  current = endpoint;
  const send = await caller();
  const text = JSON.stringify(exampleOf(endpoint) ?? {});
  for (const key of ["__proto__", "\\u005f_proto__"]) {
    for (const place of [/^\{/, /\{(?=[^{]*$)/]) {
      const attack = text.replace(place, `{"${key}":{"role":"admin","isAdmin":true},`).replace(",}", "}");
      if (attack === text) continue;
      const answer = await sendText(send, attack);
      expect([key, answer.status], answer.text).toEqual([key, 400]);
    }
  }
  expect(({} as Json).isAdmin).toBeUndefined();
});

/** As JSON that no object of JavaScript could be written as. */
function sendText(_send: unknown, text: string) {
  const path = current.path.replace(/\{\w+\}/g, NOWHERE);
  const headers = { "Content-Type": "application/json" };
  return api.call(current.method, path, { token: admin.token, body: text, headers, ip: "198.18.77.1" });
}

test.each(named)("%s takes no object, list or number for a text", async (_name, endpoint) => {
  current = endpoint;
  const send = await caller();
  const example = exampleOf(endpoint);
  const texts = placesIn(example, (value) => typeof value === "string").slice(0, 25);
  const strange: unknown[] = [
    { $ne: null },
    { $gt: "" },
    { toString: 1, valueOf: 1 },
    { length: 1 },
    ["a"],
    [],
    7,
    true,
  ];
  for (const place of texts) {
    for (const value of strange) {
      const answer = await send(put(example, place, () => value));
      expect([place, value, answer.status < 500], answer.text).toEqual([place, value, true]);
      // Free-form parts may hold anything; what may not is refused by its name.
      if (!isFreeForm(place)) expect([place, value, answer.status >= 400], answer.text).toEqual([place, value, true]);
    }
  }
});

const isFreeForm = (place: readonly string[]) =>
  REPORTS.test(current.path) || place.includes("abi") || place.includes("transaction");

test.each(named)(
  "%s keeps what SQL, templates and terminals would take for their own as it is",
  async (_name, endpoint) => {
    current = endpoint;
    const send = await caller();
    const example = exampleOf(endpoint);
    for (const place of placesIn(example, (value) => typeof value === "string").slice(0, 12)) {
      for (const value of HOSTILE) {
        const startedAt = performance.now();
        const answer = await send(put(example, place, () => value));
        const tookMs = performance.now() - startedAt;
        const what = [place, value.slice(0, 40)];
        expect([...what, answer.status < 500, tookMs < SLOWEST_MS], answer.text).toEqual([...what, true, true]);
      }
    }
  },
);
