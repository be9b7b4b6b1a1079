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
  /** Announces more than it sends, and cuts the connection in the middle of the body. */
  resetMidBody?: boolean;
  /** Answers with as many bytes, as fast as they are taken: 1 GB, say. */
  bodyBytes?: number;
  /** Sends its headers, and then a byte every so often, without an end. */
  trickleMs?: number;
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

/** The ways in which the world says "too many requests, come back in so many seconds". */
export const TOO_MANY = {
  seconds: (seconds: number): ScriptedAnswer => ({ status: 429, headers: { "retry-after": String(seconds) } }),
  /** An HTTP date has whole seconds only. */
  date: (at: Date): ScriptedAnswer => ({ status: 429, headers: { "retry-after": at.toUTCString() } }),
  nothing: (): ScriptedAnswer => ({ status: 429 }),
  unreadable: (): ScriptedAnswer => ({ status: 429, headers: { "retry-after": "soon" } }),
};

/** Any kind of redirect. */
export function redirectTo(location: string, status = 302): ScriptedAnswer {
  return { status, headers: { location } };
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
  /** How much of its last answer with `bodyBytes` the sender took, as far as this side can tell. */
  bytesTaken: () => number;
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
  let taken = 0;

  const server = createServer(async (request, response) => {
    try {
      const body = await readBody(request);
      const received = record(request, body, secret);
      requests.push(received);
      options.onRequest?.(received);
      await answer(response, script.shift() ?? {}, (bytes) => {
        taken = bytes;
      });
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
    bytesTaken: () => taken,
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

async function answer(
  response: ServerResponse,
  { status = 200, headers = {}, body = "ok", ...how }: ScriptedAnswer,
  onTaken: (bytes: number) => void,
) {
  if (how.hang) return;
  if (how.delayMs) await new Promise((resolve) => setTimeout(resolve, how.delayMs));
  if (how.reset) {
    response.destroy();
    return;
  }
  const length = how.resetMidBody ? { "content-length": String(body.length + 1_000) } : {};
  response.writeHead(status, { "content-type": "text/plain", ...length, ...headers });
  if (how.resetMidBody) response.write(body, () => response.destroy());
  else if (how.bodyBytes !== undefined) pour(response, how.bodyBytes, onTaken);
  else if (how.trickleMs !== undefined) trickle(response, how.trickleMs);
  else response.end(body);
}

function pour(response: ServerResponse, bytes: number, onTaken: (bytes: number) => void): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  let poured = 0;
  const more = () => {
    while (poured < bytes && !response.destroyed) {
      poured += chunk.length;
      onTaken(poured);
      if (!response.write(chunk)) return;
    }
    response.end();
  };
  response.on("drain", more);
  more();
}

function trickle(response: ServerResponse, everyMs: number): void {
  const timer = setInterval(() => response.write("."), everyMs);
  response.on("close", () => clearInterval(timer));
}
