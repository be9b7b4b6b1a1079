import { request as httpRequest } from "undici";
import { type RawData, WebSocket } from "ws";

/** Why a call has no result. No text of it comes from the far side, which may repeat the URL or the key in it. */
export class JsonRpcFailure extends Error {
  override readonly name = "JsonRpcFailure";
  constructor(
    message: string,
    /** The node's error code (JSON-RPC 2.0, 5.1) when it answered with an error; null when it didn't answer. */
    readonly code: number | null = null,
  ) {
    super(message);
  }
}

/** A connection for a few calls. */
export interface JsonRpcSession {
  /** @throws JsonRpcFailure */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  close(): void;
}

/** How long to wait for each answer (and for the connection), and how much of it to take. */
export interface JsonRpcLimits {
  timeoutMs: number;
  maxBytes: number;
}

/** Opens a connection to a node, for callers that have none: see `openJsonRpc`. */
export type OpenJsonRpc = (url: string, limits?: Partial<JsonRpcLimits>) => Promise<JsonRpcSession>;

const DEFAULTS: JsonRpcLimits = { timeoutMs: 6_000, maxBytes: 32 * 1024 * 1024 };

/**
 * A short conversation with a node by its `ws://`, `wss://`, `http://` or `https://` URL, for the web process, which
 * keeps no connections to nodes. For the operator's own URLs only: there is no guard against private addresses.
 *
 * @throws JsonRpcFailure when there is no connection. Neither it nor any later error holds a part of the URL.
 */
export const openJsonRpc: OpenJsonRpc = async (url, limits = {}) => {
  const bounds = { ...DEFAULTS, ...limits };
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (protocol === "http:" || protocol === "https:") return httpSession(url, bounds);
  if (protocol === "ws:" || protocol === "wss:") return socketSession(url, bounds);
  throw new JsonRpcFailure("its URL is not usable");
};

function httpSession(url: string, { timeoutMs, maxBytes }: JsonRpcLimits): JsonRpcSession {
  const ended = new AbortController();
  const ask = async (body: string): Promise<string> => {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ended.signal]);
    const { username, password, origin, pathname, search } = new URL(url);
    const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const authorization = username === "" ? {} : { authorization: `Basic ${Buffer.from(secret).toString("base64")}` };
    const headers = { "content-type": "application/json", ...authorization };
    const response = await httpRequest(`${origin}${pathname}${search}`, { method: "POST", headers, body, signal });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new JsonRpcFailure("its answer is too large");
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    // Some nodes answer an error of JSON-RPC with a status of its own.
    if (response.statusCode !== 200 && !text.trimStart().startsWith("{")) {
      throw new JsonRpcFailure(`it answered with HTTP status ${response.statusCode}`);
    }
    return text;
  };
  return {
    async request(method, params) {
      try {
        return resultOf(parse(await ask(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))));
      } catch (error) {
        if (error instanceof JsonRpcFailure) throw error;
        const isLate = error instanceof Error && error.name === "TimeoutError";
        throw new JsonRpcFailure(isLate ? `it did not answer within ${timeoutMs} ms` : "it can't be reached");
      }
    },
    close: () => ended.abort(),
  };
}

async function socketSession(url: string, { timeoutMs, maxBytes }: JsonRpcLimits): Promise<JsonRpcSession> {
  const socket = openSocket(url, { timeoutMs, maxBytes });
  const waiting = new Map<number, { settle: (message: Message) => void; fail: (error: JsonRpcFailure) => void }>();
  let nextId = 1;
  let ended: JsonRpcFailure | null = null;
  const end = (reason: string) => {
    ended ??= new JsonRpcFailure(reason);
    for (const { fail } of waiting.values()) fail(ended);
    waiting.clear();
    socket.terminate();
  };
  socket.on("message", (data: RawData) => {
    const message = parse(data.toString());
    // A notification, or no JSON at all: the deadline ends the wait for an answer then.
    if (typeof message?.id !== "number") return;
    waiting.get(message.id)?.settle(message);
    waiting.delete(message.id);
  });
  // What the library says may hold the URL.
  socket.on("error", (error) => end(isTooLarge(error) ? "its answer is too large" : "it can't be reached"));
  socket.on("close", () => end("it closed the connection"));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => end(`it did not answer within ${timeoutMs} ms`), timeoutMs);
    waiting.set(0, { settle: () => resolve(), fail: reject });
    socket.once("open", () => {
      waiting.delete(0);
      resolve();
    });
    socket.once("close", () => clearTimeout(timer));
    socket.once("open", () => clearTimeout(timer));
  });
  return {
    request: (method, params) => {
      if (ended !== null) return Promise.reject(ended);
      const id = nextId++;
      const answer = new Promise<Message>((settle, fail) => {
        waiting.set(id, { settle, fail });
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      });
      const timer = setTimeout(() => {
        waiting.get(id)?.fail(new JsonRpcFailure(`it did not answer within ${timeoutMs} ms`));
        waiting.delete(id);
      }, timeoutMs);
      return answer.finally(() => clearTimeout(timer)).then(resultOf);
    },
    close: () => end("closed"),
  };
}

function openSocket(url: string, { timeoutMs, maxBytes }: JsonRpcLimits): WebSocket {
  try {
    return new WebSocket(url, {
      perMessageDeflate: false,
      handshakeTimeout: timeoutMs,
      maxPayload: maxBytes,
      followRedirects: false,
    });
  } catch {
    // The library names the URL in what it throws for a fragment, among others.
    throw new JsonRpcFailure("its URL is not usable");
  }
}

function isTooLarge(error: Error): boolean {
  return "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
}

type Message = Record<string, unknown>;

/** Null when it is no JSON object: what it is instead is not told. */
function parse(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    return null;
  }
}

function resultOf(message: Message | null): unknown {
  if (message === null) throw new JsonRpcFailure("it does not answer in JSON-RPC");
  const { result, error } = message;
  if (typeof error === "object" && error !== null) {
    const code = "code" in error && typeof error.code === "number" ? error.code : 0;
    throw new JsonRpcFailure(`it answered with the error ${code}`, code);
  }
  return result;
}
