import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type RunningSentinel, startSentinel } from "../support/sentinel";

/** What only a real server and a real socket show: headers as they arrive, compression, bodies cut off. */
let sentinel: RunningSentinel;
let token: string;

beforeAll(async () => {
  sentinel = await startSentinel({ env: { WORKER: "off" }, readyPath: "/healthz" });
  token = await sentinel.token();
});
afterAll(() => sentinel?.stop());

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(sentinel.url + path, { method, headers: { Authorization: `Bearer ${token}`, ...headers } });

test("a sane X-Request-Id comes back once, another is replaced", async () => {
  const sane = await get("/v1/me", { "X-Request-Id": "my-own-id-17" });
  expect(sane.headers.get("X-Request-Id")).toBe("my-own-id-17");
  expect((await get("/v1/me", { "X-Request-Id": "7" })).headers.get("X-Request-Id")).toBe("7");
  const strange = await get("/v1/me", { "X-Request-Id": 'a b"c' });
  expect(strange.headers.get("X-Request-Id")).toMatch(/^[\w-]{36}$/);
});

test("headers that a server must not repeat arrive once", async () => {
  const answer = await get("/v1/me");
  expect(answer.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(answer.headers.get("RateLimit-Policy")).toBe('"default";q=600;w=60');
});

test("bodies over 1 KiB are compressed, small ones are not", async () => {
  const large = await get("/v1/openapi.json", { "Accept-Encoding": "gzip" });
  expect(large.headers.get("Content-Encoding")).toBe("gzip");
  expect(await large.json()).toMatchObject({ openapi: "3.1.1" });
  expect(large.headers.get("Vary")).toContain("Accept-Encoding");
  const smaller = await get("/v1/openapi.json", { "Accept-Encoding": "br, gzip" });
  expect(smaller.headers.get("Content-Encoding")).toBe("br");
  const small = await get("/v1/me", { "Accept-Encoding": "gzip" });
  expect([small.headers.get("Content-Encoding"), small.headers.has("Content-Length")]).toEqual([null, true]);
});

test("HEAD answers the headers of GET, OPTIONS what is allowed, and 304 has no body", async () => {
  const answer = await get("/v1/me");
  const head = await get("/v1/me", {}, "HEAD");
  const etag = answer.headers.get("ETag") ?? "";
  expect([head.status, await head.text(), head.headers.get("ETag")]).toEqual([200, "", etag]);
  const options = await get("/v1/rules/templates", {}, "OPTIONS");
  expect([options.status, options.headers.get("Allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  const unchanged = await get("/v1/me", { "If-None-Match": etag });
  expect([unchanged.status, await unchanged.text()]).toEqual([304, ""]);
});

test("a client that sends too much in chunks reads its 413 instead of being cut off", async () => {
  const chunk = new TextEncoder().encode("x".repeat(65_536));
  let left = 60;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  const answer = await fetch(`${sentinel.url}/v1/watchlists`, init);
  expect([answer.status, (await answer.json()).code]).toEqual([413, "body_too_large"]);
});

test("a client that goes away in the middle of its body harms nobody", async () => {
  const socket = connect(sentinel.port, "127.0.0.1");
  const head = [
    "POST /v1/watchlists HTTP/1.1",
    "Host: localhost",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    "Content-Length: 1000",
  ];
  await new Promise<void>((done) => socket.write(`${head.join("\r\n")}\r\n\r\n{"name":`, () => done()));
  socket.destroy();
  expect((await get("/v1/me")).status).toBe(200);
  expect(sentinel.logs()).not.toContain("request failed");
});

test("the reference is a page for everyone, with nothing from outside", async () => {
  const page = await fetch(`${sentinel.url}/docs/api`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toContain("/v1/watchlists/{id}");
  const sources = [...html.matchAll(/(?:src|href)="(https?:)?\/\/([^"/]+)/g)].map(([, , host]) => host);
  expect(sources).toEqual([]);
});

test("methods and addresses that Remix would answer itself are refused as problems", async () => {
  const rules = await get("/v1/rules", {}, "PROPFIND");
  expect([rules.status, rules.headers.get("Allow"), rules.headers.get("ETag")]).toEqual([
    405,
    expect.stringMatching(/GET/),
    null,
  ]);
  expect((await rules.json()).code).toBe("method_not_allowed");
  for (const path of ["/v1/nothing", "/v1/rules.data", "/v1/rules.data?_routes=routes%2Fv1.rules"]) {
    const answer = await get(path, {}, path.includes("data") ? "GET" : "PROPFIND");
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  }
  for (const name of ["index", "_data", "_routes"]) {
    const answer = await get(`/v1/rules?${name}`);
    expect([answer.status, (await answer.json()).errors]).toMatchObject([400, [{ pointer: `?${name}` }]]);
  }
  expect((await get("/sign-in", {}, "PROPFIND")).status).toBe(405);
  expect((await get("/sign-in?next=%00")).status).toBe(400);
});

test("a page that is sent what no form sends says so, and does not fail", async () => {
  const send = (path: string, type: string | null, body: string | null) =>
    fetch(sentinel.url + path, {
      method: "POST",
      redirect: "manual",
      ...(body === null ? {} : { body: new TextEncoder().encode(body) }),
      ...(type === null ? {} : { headers: { "Content-Type": type } }),
    });
  for (const path of ["/sign-in", "/setup", "/theme", "/invitation/x"]) {
    expect([path, (await send(path, "application/json", "{}")).status]).toEqual([path, 415]);
    expect([path, (await send(path, "multipart/form-data; boundary=x", "no part")).status]).toEqual([path, 415]);
    expect([path, (await send(path, null, "email=a")).status]).toEqual([path, 415]);
    expect([path, (await send(path, null, null)).status]).not.toEqual([path, 500]);
  }
  expect(sentinel.logs()).not.toContain("page request failed");
});

test("TRACE, which a Request can't even be made of, is 405", async () => {
  const answer = await new Promise<string>((done) => {
    const socket = connect(sentinel.port, "127.0.0.1", () => {
      socket.write("TRACE /v1/rules HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    });
    let text = "";
    socket.on("data", (part) => {
      text += part;
    });
    socket.once("close", () => done(text));
  });
  expect(answer).toMatch(/^HTTP\/1.1 405 /);
  expect(answer).toMatch(/^allow: .*GET/im);
});

test("a type without a body is no body", async () => {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(`${sentinel.url}/v1/watchlists`, { method: "POST", headers, body: "" });
  expect([answer.status, (await answer.json()).code]).toEqual([400, "invalid_input"]);
});

test("HEAD has every header that GET has, its length too", async () => {
  // Those of the connection (fetch closes it after a HEAD), and those that are other each time.
  const incidental = ["connection", "keep-alive", "x-request-id", "ratelimit", "date", "content-security-policy"];
  for (const path of ["/v1/me", "/v1/rules", "/v1/rules/templates", "/v1/openapi.json", "/v1/alerts", "/v1/nothing"]) {
    const [full, head] = [await get(path, { "Accept-Encoding": "identity" }), await get(path, {}, "HEAD")];
    const told = (answer: Response) =>
      [...answer.headers]
        .filter(([name]) => !incidental.includes(name))
        .filter(([name]) => answer.status < 400 || name !== "content-length");
    expect([path, head.status, told(head)]).toEqual([path, full.status, told(full)]);
    expect(await head.text()).toBe("");
    if (full.status < 400)
      expect(head.headers.get("Content-Length")).toBe(String(Buffer.byteLength(await full.text())));
  }
});
