import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

/** A far side at its worst: it fails, and says in its answer everything that it was sent. */
export interface EchoServer {
  /** `http://127.0.0.1:port` */
  url: string;
  /** `ws://127.0.0.1:port`: a node that answers each call with an error which names the address it was called at. */
  wsUrl: string;
  close: () => Promise<void>;
}

/** Starts one. */
export async function startEchoServer(): Promise<EchoServer> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const said = { url: request.url, headers: request.headers, body: Buffer.concat(parts).toString() };
      response.writeHead(500, { "content-type": "application/json", "x-echo": encodeURIComponent(request.url ?? "") });
      response.end(JSON.stringify({ ok: false, message: "it went wrong", description: JSON.stringify(said), said }));
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    socket.on("message", (text) => {
      const calls: unknown = JSON.parse(String(text));
      const refusal = (call: { id?: unknown }) => {
        const message = `no access for ${request.url} with ${request.headers.authorization}`;
        return { jsonrpc: "2.0", id: call.id, error: { code: -32_000, message, data: { url: request.url } } };
      };
      socket.send(JSON.stringify(Array.isArray(calls) ? calls.map(refusal) : refusal(calls as { id?: unknown })));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
