import { Agent, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type RunningSentinel, startSentinel } from "../../support/sentinel";
import { waitFor } from "../../support/wait-for";

let sentinel: RunningSentinel;
let token: string;

beforeAll(async () => {
  sentinel = await startSentinel({ env: { WORKER: "off" }, readyPath: "/healthz" });
  token = await sentinel.token();
  slow = Array.from({ length: 200 }, trickle);
});
afterAll(async () => {
  for (const socket of slow) socket.destroy();
  await sentinel?.stop();
});

/** From the beginning, for it takes a while until they are given up. */
let slow: Socket[] = [];

function trickle(): Socket {
  const socket = connect(sentinel.port, "127.0.0.1");
  socket.write("POST /v1/auth/token HTTP/1.1\r\nHost: localhost\r\nX-A: ");
  const drip = setInterval(() => socket.write("a"), 1_000);
  socket.on("error", () => clearInterval(drip)).once("close", () => clearInterval(drip));
  return socket.resume();
}

const MIB = 1024 * 1024;
const FORM = "application/x-www-form-urlencoded";

/** Sends a head and then a body piece by piece, until it is answered, cut off, or at its end. */
async function pour(head: string[], piece: string, pieces: number): Promise<{ answer: string; sent: number }> {
  const socket = connect(sentinel.port, "127.0.0.1");
  socket.on("error", () => {});
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  const closed = new Promise<void>((done) => socket.once("close", () => done()));
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  let sent = 0;
  while (sent < pieces && !socket.destroyed && answer === "") {
    sent += 1;
    if (socket.write(piece)) continue;
    await Promise.race([new Promise<void>((done) => socket.once("drain", () => done())), closed]);
  }
  await Promise.race([closed, waitFor(() => (answer === "" ? undefined : answer), { timeoutMs: 10_000 })]);
  socket.destroy();
  return { answer, sent };
}

const FORMS = ["/sign-in", "/setup", "/invitation/x", "/theme", "/sign-out", "/ack/x", "/rules/x/try", "/nothing"];

test.each(FORMS)("a form for %s that is larger than any page needs is refused before it is read", async (path) => {
  const head = [`POST ${path} HTTP/1.1`, "Host: localhost", `Content-Type: ${FORM}`];
  const declared = await pour([...head, `Content-Length: ${600 * MIB}`], "a".repeat(MIB), 600);
  expect(declared.answer).toMatch(/^HTTP\/1.1 413 /);
  expect(declared.sent).toBeLessThan(64);
  const piece = `${(64 * 1024).toString(16)}\r\n${"a".repeat(64 * 1024)}\r\n`;
  const undeclared = await pour([...head, "Transfer-Encoding: chunked"], piece, 9_600);
  expect(undeclared.answer).toMatch(/^HTTP\/1.1 411 /);
  expect(undeclared.sent).toBeLessThan(1_000);
});

test("a refused request with a large body does not hold up who comes next on its connection", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method: string, path: string, body = "", headers = {}) =>
    new Promise<number>((resolve, reject) => {
      const options = { host: "127.0.0.1", port: sentinel.port, agent, method, path, timeout: 10_000 };
      const length = { "Content-Length": body.length };
      const request = httpRequest({ ...options, headers: { ...headers, ...length } }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode ?? 0));
      });
      request.once("timeout", () => request.destroy(new Error(`nobody answers ${path}`)));
      request.once("error", reject);
      request.end(body);
    });
  const json = { "Content-Type": "application/json" };
  for (const size of [1_000, 150_000, 900_000, 3_000_000]) {
    const body = "a".repeat(size);
    expect(await send("POST", "/v1/watchlists", body, json)).toBe(401);
    expect(await send("GET", "/healthz")).toBe(200);
    expect(await send("POST", "/v1/auth/token", body, { ...json, "Content-Encoding": "gzip" })).toBeGreaterThan(400);
    expect(await send("GET", "/healthz")).toBe(200);
    expect(await send("POST", "/people", body, { "Content-Type": FORM })).toBeGreaterThan(300);
    expect(await send("GET", "/healthz")).toBe(200);
  }
  agent.destroy();
});

test("a form of the usual size goes on working", async () => {
  const body = new URLSearchParams({ email: "a@example.com", password: "x".repeat(1_000) });
  const answer = await fetch(`${sentinel.url}/sign-in`, { method: "POST", body, redirect: "manual" });
  expect(answer.status).toBe(401);
});

test("a compressed body, which could be a thousand times its size, is refused unread", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * MIB, "a"));
  for (const path of ["/v1/auth/token", "/v1/watchlists"]) {
    const answer = await fetch(sentinel.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Content-Encoding": "gzip" },
      body: bomb,
    });
    expect([path, answer.status, (await answer.json()).code]).toEqual([path, 415, "unsupported_encoding"]);
  }
});

test("who the server says it is and what it is made of is told nowhere", async () => {
  for (const path of ["/", "/sign-in", "/v1/me", "/v1/nothing", "/healthz", "/nothing", "/metrics", "/docs/api"]) {
    const { headers } = await fetch(sentinel.url + path, { redirect: "manual" });
    expect([path, headers.get("Server"), headers.get("X-Powered-By")]).toEqual([path, null, null]);
  }
});

test("a Host of the client's choice is in no link that reaches somebody else", async () => {
  const evil = (head: string, body = "") =>
    pour(
      [
        head,
        "Host: evil.example",
        `Authorization: Bearer ${token}`,
        "Content-Type: application/json",
        `Content-Length: ${body.length}`,
      ],
      body,
      1,
    );
  const body = JSON.stringify({ email: "grace@example.com", name: "Grace", role: "viewer" });
  const invited = await evil("POST /v1/invitations HTTP/1.1", body);
  expect(invited.answer).toMatch(/^HTTP\/1.1 201 /);
  expect(invited.answer).not.toContain("evil.example");
  const problem = await evil("GET /v1/nothing HTTP/1.1");
  expect(problem.answer).not.toContain("evil.example");
  const page = await evil("GET /alerts HTTP/1.1");
  expect(page.answer).toMatch(/^location: \/sign-in/im);
});

test("while strangers sign in two hundred at a time, everybody else is answered", { timeout: 90_000 }, async () => {
  const ask = async (path: string) => {
    const startedAt = performance.now();
    const answer = await fetch(sentinel.url + path, { headers: { Authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    return performance.now() - startedAt;
  };
  let left = 200;
  const flood = Array.from({ length: left }, async (_, index) => {
    const body = { email: `u${index}@example.com`, password: "not the password" };
    const { status } = await sentinel.api("/v1/auth/token", { body });
    left -= 1;
    return status;
  });
  const startedAt = performance.now();
  let answered = 0;
  const waits: number[] = [];
  while (left > 0) {
    // Health needs nothing, a token a check of its signature, the document compression: each of the last two a thread.
    waits.push(await ask("/healthz"), await ask("/v1/me"), await ask("/v1/openapi.json"));
    answered += 1;
  }
  const tookMs = performance.now() - startedAt;
  expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
  expect(answered).toBeGreaterThan(10);
  const median = waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
  expect(median).toBeLessThan(Math.max(500, tookMs / 20));
});

test("connections that send their request a letter at a time are closed, and keep nobody out", async () => {
  expect((await fetch(`${sentinel.url}/healthz`)).status).toBe(200);
  await waitFor(() => slow.every(({ destroyed }) => destroyed), { timeoutMs: 40_000, describe: "all are closed" });
});
