import { type RawData, WebSocket } from "ws";

import { RpcError, TransportError } from "./rpc-errors";

interface JsonRpcSocketOptions {
  url: string;
  handshakeTimeoutMs: number;
  maxPayloadBytes: number;
  /** Takes secrets out of what the node or the library says. */
  redact: (text: string) => string;
  onOpen: () => void;
  /** An `eth_subscription` notification. Must not await. */
  onNotification: (subscriptionId: string, result: unknown, atMs: number) => void;
  onBadFrame: () => void;
  /** Once, whatever the cause: refused, garbage, timeout, closed by either side. */
  onClose: (reason: string) => void;
}

type OnAnswer = (index: number, error: Error | null, result: unknown) => void;

/** What was sent in one frame: one deadline for all of it. */
interface Group {
  isBatch: boolean;
  open: number;
  timer: NodeJS.Timeout;
  onAnswer: OnAnswer;
}

interface Call {
  group: Group;
  index: number;
}

interface Message {
  id?: unknown;
  result?: unknown;
  error?: { code?: unknown; message?: unknown; data?: unknown } | null;
  params?: { subscription?: unknown; result?: unknown } | null;
}

/**
 * One WebSocket connection that speaks JSON-RPC 2.0. It never throws and never emits an unhandled error: whatever
 * happens to the socket ends in `onClose`, after every request in flight was rejected with a `TransportError`.
 */
export class JsonRpcSocket {
  lastMessageAtMs = 0;
  private readonly socket: WebSocket;
  private readonly calls = new Map<number, Call>();
  private nextId = 1;
  private closed = false;
  private reason: string | null = null;

  /** Dials at once. Throws SyntaxError when the URL is none for a WebSocket. */
  constructor(private readonly options: JsonRpcSocketOptions) {
    this.socket = new WebSocket(options.url, {
      // Inflating costs 25 times what parsing the JSON does.
      perMessageDeflate: false,
      handshakeTimeout: options.handshakeTimeoutMs,
      maxPayload: options.maxPayloadBytes,
      skipUTF8Validation: true,
      followRedirects: false,
    });
    this.socket.on("open", () => options.onOpen());
    this.socket.on("message", (data) => this.onFrame(data));
    this.socket.on("error", (error) => {
      this.reason ??= describeError(error);
    });
    this.socket.on("close", (code) => this.onClosed(code));
  }

  get isOpen(): boolean {
    return !this.closed && this.socket.readyState === WebSocket.OPEN;
  }

  /** Rejects with `RpcError` when the node answers with an error, with `TransportError` when it doesn't answer. */
  request(method: string, params: unknown[], timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.send([{ method, params }], timeoutMs, false, (_index, error, result) => {
        if (error) reject(error);
        else resolve(result);
      });
    });
  }

  /** One method for many parameters as one JSON-RPC batch (one alone goes plain); `onAnswer` is called once for each. */
  requestBatch(method: string, paramsList: readonly unknown[][], timeoutMs: number, onAnswer: OnAnswer): void {
    const calls = paramsList.map((params) => ({ method, params }));
    this.send(calls, timeoutMs, calls.length > 1, onAnswer);
  }

  /** Sends a ping; `onPong` gets the round trip in ms. */
  ping(onPong: (roundTripMs: number) => void): void {
    if (!this.isOpen) return;
    const sentAt = performance.now();
    // A peer that never answers pings, though it sends, would gather a listener a ping.
    this.socket.removeAllListeners("pong");
    this.socket.once("pong", () => onPong(performance.now() - sentAt));
    this.socket.ping();
  }

  /** Ends the connection without waiting for the peer, which may be gone. */
  terminate(reason: string): void {
    this.reason ??= reason;
    this.socket.terminate();
  }

  /** Says goodbye, and terminates when the peer doesn't answer within 250 ms. */
  close(reason: string): void {
    this.reason ??= reason;
    if (this.socket.readyState !== WebSocket.OPEN) {
      this.socket.terminate();
      return;
    }
    this.socket.close(1000);
    const timer = setTimeout(() => this.socket.terminate(), 250);
    this.socket.once("close", () => clearTimeout(timer));
  }

  private send(
    calls: { method: string; params: unknown[] }[],
    timeoutMs: number,
    isBatch: boolean,
    onAnswer: OnAnswer,
  ): void {
    if (!this.isOpen) {
      calls.forEach((_call, index) => {
        onAnswer(index, new TransportError("not connected"), undefined);
      });
      return;
    }
    const firstId = this.nextId;
    this.nextId += calls.length;
    const timer = setTimeout(() => {
      const error = new TransportError(`no answer to ${calls[0]?.method} within ${timeoutMs} ms`);
      for (let index = 0; index < calls.length; index++) this.settle(firstId + index, error, undefined);
    }, timeoutMs);
    const group: Group = { isBatch, open: calls.length, timer, onAnswer };
    const bodies = calls.map(({ method, params }, index) => {
      this.calls.set(firstId + index, { group, index });
      return { jsonrpc: "2.0", id: firstId + index, method, params };
    });
    this.socket.send(JSON.stringify(isBatch ? bodies : bodies[0]), (error) => {
      if (error) this.terminate(describeError(error));
    });
  }

  private settle(id: number, error: Error | null, result: unknown): boolean {
    const call = this.calls.get(id);
    if (!call) return false;
    this.calls.delete(id);
    call.group.open--;
    if (call.group.open === 0) clearTimeout(call.group.timer);
    call.group.onAnswer(call.index, error, result);
    return true;
  }

  private onFrame(data: RawData): void {
    const atMs = Date.now();
    this.lastMessageAtMs = atMs;
    let message: unknown;
    try {
      message = JSON.parse(data.toString());
    } catch {
      this.options.onBadFrame();
      return;
    }
    if (Array.isArray(message)) for (const one of message) this.onMessage(one, atMs);
    else this.onMessage(message, atMs);
  }

  private onMessage(value: unknown, atMs: number): void {
    if (typeof value !== "object" || value === null) {
      this.options.onBadFrame();
      return;
    }
    const message = value as Message;
    const params = message.params;
    if (typeof params === "object" && params !== null && isId(params.subscription)) {
      this.options.onNotification(String(params.subscription), params.result, atMs);
      return;
    }
    const error = message.error ? this.toRpcError(message.error) : null;
    // An error without an id answers something that the node would not read: a batch that it doesn't support.
    if (error && (message.id === null || message.id === undefined)) {
      if (!this.reject(error, (call) => call.group.isBatch)) this.options.onBadFrame();
      return;
    }
    if (!isId(message.id) || !this.settle(Number(message.id), error, message.result)) this.options.onBadFrame();
  }

  private toRpcError(error: { code?: unknown; message?: unknown; data?: unknown }): RpcError {
    const code = typeof error.code === "number" ? error.code : 0;
    const text = typeof error.message === "string" ? error.message : "error without a message";
    return new RpcError(code, this.options.redact(text), error.data);
  }

  private reject(error: Error, which: (call: Call) => boolean): boolean {
    const ids = [...this.calls].filter(([, call]) => which(call)).map(([id]) => id);
    for (const id of ids) this.settle(id, error, undefined);
    return ids.length > 0;
  }

  private onClosed(code: number): void {
    if (this.closed) return;
    this.closed = true;
    const reason = this.options.redact(this.reason ?? `closed by the node (code ${code})`);
    this.reject(new TransportError(reason), () => true);
    this.options.onClose(reason);
  }
}

/** Anything else may be an object that can't be made a string or number: that throws, and would end the process. */
function isId(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function describeError(error: Error): string {
  // With several addresses per host, Node reports an AggregateError whose own message is empty.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : "connection failed";
}
