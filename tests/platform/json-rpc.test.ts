import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

import { openJsonRpc } from "~/platform/json-rpc.server";

const SECRET = "super-secret-key";
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function httpNode(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/${SECRET}?key=${SECRET}`;
}

async function socketNode(onMessage: (socket: WebSocket, id: number) => void): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise<void>((done) => server.once("listening", () => done()));
  server.on("connection", (socket) => {
    socket.on("message", (data) => onMessage(socket, (JSON.parse(String(data)) as { id: number }).id));
  });
  closers.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v2/${SECRET}`;
}

/** The failure of one call, in every form in which it could be shown. */
async function failure(url: string): Promise<string> {
  const limits = { timeoutMs: 300, maxBytes: 10_000 };
  try {
    const session = await openJsonRpc(url, limits);
    await session.request("eth_blockNumber", []).finally(() => session.close());
  } catch (error) {
    expect(error).toMatchObject({ name: "JsonRpcFailure" });
    return `${(error as Error).message}`;
  }
  throw new Error("it answered");
}

const answerOf = (id: number, rest: object) => JSON.stringify({ jsonrpc: "2.0", id, ...rest });

test("calls are answered over a WebSocket, each by its id, and over HTTP", async () => {
  const held: number[] = [];
  const socketUrl = await socketNode((socket, id) => {
    held.push(id);
    if (held.length < 2) return;
    for (const one of held.reverse()) socket.send(answerOf(one, { result: `for ${one}` }));
  });
  const session = await openJsonRpc(socketUrl);
  expect(await Promise.all([session.request("a", []), session.request("b", [])])).toEqual(["for 1", "for 2"]);
  session.close();
  await expect(session.request("c", [])).rejects.toMatchObject({ name: "JsonRpcFailure" });
  const http = await openJsonRpc(await httpNode((_request, response) => response.end(answerOf(1, { result: null }))));
  expect(await http.request("a", [])).toBeNull();
});

test("whatever goes wrong is told without a part of the URL, and without what the node says", async () => {
  const large = "x".repeat(20_000);
  const urls = [
    await httpNode((_request, response) => response.writeHead(401).end(`wrong key ${SECRET}`)),
    await httpNode((_request, response) => response.end(answerOf(1, { error: { code: -32000, message: SECRET } }))),
    await httpNode((_request, response) => response.end(answerOf(1, { result: large }))),
    await httpNode((_request, response) => response.end(`<html>${SECRET}`)),
    await httpNode((request) => request.socket.destroy()),
    await httpNode(() => undefined),
    await socketNode((socket, id) => socket.send(answerOf(id, { result: large }))),
    await socketNode((socket, id) => socket.send(answerOf(id, { error: { code: -32000, message: SECRET } }))),
    await socketNode((socket) => socket.close(1008, SECRET)),
    await socketNode(() => undefined),
    `ws://127.0.0.1:1/${SECRET}`,
    `ws://127.0.0.1:1/#${SECRET}`,
    `ftp://${SECRET}@127.0.0.1`,
    SECRET,
  ];
  const said = await Promise.all(urls.map(failure));
  expect(said.join("\n")).not.toContain("secret");
  expect(said).toEqual([
    "it answered with HTTP status 401",
    "it answered with the error -32000",
    "its answer is too large",
    "it does not answer in JSON-RPC",
    "it can't be reached",
    "it did not answer within 300 ms",
    "its answer is too large",
    "it answered with the error -32000",
    "it closed the connection",
    "it did not answer within 300 ms",
    "it can't be reached",
    "its URL is not usable",
    "its URL is not usable",
    "its URL is not usable",
  ]);
});
