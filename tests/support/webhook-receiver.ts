import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { Webhook } from "standardwebhooks";

import { waitFor } from "./wait-for";

/** What the receiver says to one request. An empty object is 200 with the body `ok`. */
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Waits before it answers. */
  delayMs?: number;
  /** Never answers; the connection stays open until the receiver closes. */
  hang?: boolean;
  /** Cuts the connection without an answer. */
  reset?: boolean;
}

export interface ReceivedRequest {
  /** Milliseconds since the epoch with a fraction, when the body was complete. */
  receivedAtMs: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body parsed, or undefined when it isn't JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into whatever was sent.
  json: any;
  /** Whether the Standard Webhooks signature is right; undefined without a secret to check with. */
  verified: boolean | undefined;
}

interface ReceiverOptions {
  /** `whsec_…`, to check signatures with. May be set later with `setSecret`. */
  secret?: string;
  /** The answers to the first requests, in order; after them always `{}`. */
  script?: ScriptedAnswer[];
  port?: number;
  /** Called for each request, after it is recorded. */
  onRequest?: (request: ReceivedRequest) => void;
}

export interface WebhookReceiver {
  url: string;
  port: number;
  requests: ReceivedRequest[];
  setSecret: (secret: string) => void;
  /** Replaces what is left of the script. */
  setScript: (script: ScriptedAnswer[]) => void;
  /** The first request, past or future, for which `matches` holds. */
  waitForRequest: (
    matches?: (request: ReceivedRequest) => boolean,
    options?: { timeoutMs?: number },
  ) => Promise<ReceivedRequest>;
  close: () => Promise<void>;
}

/** A webhook's far side on this machine: records what arrives and answers as told. */
export async function startWebhookReceiver(options: ReceiverOptions = {}): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = [];
  let secret = options.secret;
  let script = [...(options.script ?? [])];

  const server = createServer(async (request, response) => {
    try {
      const body = await readBody(request);
      const received = record(request, body, secret);
      requests.push(received);
      options.onRequest?.(received);
      await answer(response, script.shift() ?? {});
    } catch {
      response.destroy(); // The sender went away in the middle of its body.
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests,
    setSecret: (next) => {
      secret = next;
    },
    setScript: (next) => {
      script = [...next];
    },
    waitForRequest: (matches = () => true, { timeoutMs = 10_000 } = {}) =>
      waitFor(() => requests.find(matches), { timeoutMs, intervalMs: 5, describe: "the webhook arrives" }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function record(request: IncomingMessage, body: string, secret: string | undefined): ReceivedRequest {
  return {
    receivedAtMs: performance.timeOrigin + performance.now(),
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body,
    json: parseJson(body),
    verified: secret === undefined ? undefined : isSignedWith(secret, body, request.headers),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isSignedWith(secret: string, body: string, headers: IncomingHttpHeaders): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

async function answer(response: ServerResponse, { status = 200, headers = {}, body = "ok", ...how }: ScriptedAnswer) {
  if (how.hang) return;
  if (how.delayMs) await new Promise((resolve) => setTimeout(resolve, how.delayMs));
  if (how.reset) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
}
