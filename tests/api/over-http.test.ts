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
  const small = await get("/v1/me", { "Accept-Encoding": "gzip" });
  expect([small.headers.get("Content-Encoding"), small.headers.has("Content-Length")]).toEqual([null, true]);
});

test("HEAD answers the headers of GET, OPTIONS what is allowed, and 304 has no body", async () => {
  const answer = await get("/v1/me");
  const head = await get("/v1/me", {}, "HEAD");
  const etag = answer.headers.get("ETag") ?? "";
  expect([head.status, await head.text(), head.headers.get("ETag")]).toEqual([200, "", etag]);
  const options = await get("/v1/me", {}, "OPTIONS");
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
