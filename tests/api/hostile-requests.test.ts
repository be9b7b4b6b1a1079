import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type RunningSentinel, startSentinel } from "../support/sentinel";

/** What no client library would send: written to the socket as it is. */
let sentinel: RunningSentinel;
let token: string;

beforeAll(async () => {
  sentinel = await startSentinel({ env: { WORKER: "off" }, readyPath: "/healthz" });
  token = await sentinel.token();
});
afterAll(() => sentinel?.stop());

interface RawAnswer {
  status: number;
  head: string;
  text: string;
}

function send(head: string, body = ""): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(sentinel.port, "127.0.0.1", () =>
      socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`),
    );
    let all = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      all += part;
    });
    socket.once("error", reject);
    socket.once("close", () => {
      const [start = "", ...rest] = all.split("\r\n\r\n");
      resolve({ status: Number(start.split(" ")[1]), head: start, text: rest.join("\r\n\r\n") });
    });
  });
}

const get = (path: string, headers: string[] = ["Host: localhost"], method = "GET") =>
  send([`${method} ${path} HTTP/1.1`, ...headers, `Authorization: Bearer ${token}`].join("\r\n"));

const codeOf = ({ text }: RawAnswer): string => JSON.parse(text).code;

test("only the path as it is written leads to an endpoint", async () => {
  const tricks = [
    ...["/v1/rules/", "/V1/rules", "/v1/Rules", "//v1/rules", "/v1//rules", "/v1/./rules", "/v1/alerts/../rules"],
    ...[
      "/v1/alerts/%2e%2e/rules",
      "/x/%2e%2e/v1/rules",
      "/x/../v1/rules",
      "/v1/rules;x=1",
      "/v1/rules%2f",
      "/v1\\rules",
    ],
    ...["/v1/%72ules", "/v1/rules.data", "/v1/rules.json", "/v1", "/v1/"],
  ];
  for (const path of tricks) {
    const answer = await get(path);
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, "unknown_path"]);
  }
  expect((await get("/v1/rules")).status).toBe(200);
});

test("what is not percent-encoded UTF-8 is refused, in the path, in a parameter, and on a page", async () => {
  for (const path of ["/v1/rules/%ZZ", "/v1/rules/%FF", "/v1/rules/%"]) {
    const answer = await get(path);
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 400, "malformed_path"]);
  }
  for (const query of ["q=%ZZ", "limit=5&q=%FF", "q=%E2%82"]) {
    const answer = await get(`/v1/rules?${query}`);
    expect([answer.status, JSON.parse(answer.text).errors]).toMatchObject([400, [{ pointer: "?q" }]]);
  }
  expect(JSON.parse((await get("/v1/rules?q=%00")).text).errors).toMatchObject([{ pointer: "?q" }]);
  expect((await get("/v1/rules/%00")).status).toBe(404);
  expect((await get("/%ZZ")).status).toBe(400);
  expect((await get("/alerts/%FF")).status).toBe(400);
});

test("an address that is too long is refused, and a longer one ends before it is read", async () => {
  const long = await get(`/v1/rules?q=${"a".repeat(13_000)}`);
  expect([long.status, codeOf(long)]).toEqual([414, "uri_too_long"]);
  expect((await get(`/v1/rules?q=${"a".repeat(40_000)}`)).status).toBe(431);
});

test("a Host that no address can be made of, or that stands twice, is refused", async () => {
  const hosts = [["Host: a b"], ["Host: "], ["Host: localhost/evil"], ["Host: user@localhost"], ["Host: [::1"]];
  for (const headers of [...hosts, ["Host: localhost", "Host: other"]]) {
    const answer = await get("/v1/rules", headers);
    expect([headers, answer.status]).toEqual([headers, 400]);
  }
});

test("smuggling, folded and broken headers end the connection", async () => {
  const headers = [
    ["Host: localhost", "Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Host: localhost", "Content-Length: 5", "Content-Length: 6"],
    ["Host: localhost", "X-Request-Id: a\r\n b"],
    ["Host: localhost", "X-Request-Id : a"],
  ];
  for (const lines of headers) expect((await get("/v1/rules", lines)).status).toBe(400);
});

test("a request id that could end a header line comes back as another", async () => {
  const answer = await get("/v1/rules", ["Host: localhost", "X-Request-Id: a%0d%0aSet-Cookie: x=1"]);
  expect(answer.head).toMatch(/^x-request-id: [0-9a-f-]{36}$/im);
  expect(answer.head).not.toMatch(/set-cookie/i);
});

test("a condition or key without a value is refused, for it would be taken for none", async () => {
  const condition = await get("/v1/me", ["Host: localhost", "If-Match: "], "PATCH");
  expect([condition.status, codeOf(condition)]).toEqual([400, "invalid_condition"]);
  const key = await get("/v1/rules", ["Host: localhost", "Idempotency-Key: "], "POST");
  expect([key.status, codeOf(key)]).toEqual([400, "invalid_idempotency_key"]);
  expect(key.text).toContain("Idempotency-Key");
});

test("a compressed body is refused by its encoding, and the answer says what would be taken", async () => {
  const head = ["POST /v1/rules HTTP/1.1", "Host: localhost", `Authorization: Bearer ${token}`];
  const lines = [...head, "Content-Type: application/json", "Content-Encoding: gzip", "Content-Length: 2"];
  const answer = await send(lines.join("\r\n"), "{}");
  expect([answer.status, codeOf(answer)]).toEqual([415, "unsupported_encoding"]);
  expect(answer.head).toMatch(/^accept-encoding: identity$/im);
});

test("unknown methods are 405 where there is something, and nothing of the inside is told", async () => {
  for (const method of ["TRACE", "PROPFIND", "LOCK"]) {
    const answer = await get("/v1/rules", ["Host: localhost"], method);
    expect([answer.status, codeOf(answer)]).toEqual([405, "method_not_allowed"]);
    expect(answer.head).toMatch(/^allow: .*GET/im);
    expect((await get("/alerts", ["Host: localhost"], method)).status).toBe(405);
  }
  expect(sentinel.logs()).not.toContain("outside of any page");
});

test("no file outside of the public ones is served", async () => {
  for (const path of ["/.env", "/package.json", "/assets/../../package.json", "/assets/%2e%2e/%2e%2e/package.json"]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});
